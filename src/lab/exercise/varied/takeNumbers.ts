import { mostSeed } from '../../../course/vary.ts';
import { ownSeedUnder, seedOf } from '../../learnerSeed.ts';

/** Loads the page again, at the head of an exercise: what is written in it and in others was kept. */
const openAgain = (exercise: string): void => {
  const id = exercise.split('/').at(-1)!;
  history.replaceState(null, '', `#${id}`);
  // A page that is loaded again is where it was.
  document.getElementById(id)?.scrollIntoView({ behavior: 'instant' });
  location.reload();
};

/** Gives one exercise, `lessons/<name>/<id>`, other numbers than it has now. All others keep theirs. */
export const takeOtherNumbers = (exercise: string): void => {
  const seed = 1 + ((seedOf(exercise) + Math.floor(Math.random() * (mostSeed - 2))) % mostSeed);
  try {
    localStorage.setItem(ownSeedUnder(exercise), String(seed));
  } catch {
    return; // The storage is full: the numbers stay as they are.
  }
  openAgain(exercise);
};

/** Gives it back those it had at first: the lesson's, or the learner's. What was written with them is there again. */
export const takeBackNumbers = (exercise: string): void => {
  localStorage.removeItem(ownSeedUnder(exercise));
  openAgain(exercise);
};
