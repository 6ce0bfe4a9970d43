/** With which numbers an exercise was solved. */
import type { Lab } from '../../course/lab.ts';
import { wholeId } from '../../course/wholeId.ts';
import { doneUnder, ownSeedUnder } from '../progress.ts';

/**
 * Whether it was solved with these numbers; 0 for the lesson's. Of some it is not kept with which, as of those that came with a file:
 * then it was with the lesson's or the class's, and not with those that the learner asked for in this exercise.
 */
export const wasDoneWith = (page: string, lab: Pick<Lab, 'id' | 'seed' | 'whole'>): boolean => {
  try {
    const [kept, ...seeds] = localStorage.getItem(doneUnder(`${page}/${lab.id}`))?.split(' ') ?? [];
    return seeds.length > 0
      ? seeds.includes(`${lab.seed ?? 0}`)
      : kept !== undefined && localStorage.getItem(ownSeedUnder(`${page}/${wholeId(lab)}`)) === null;
  } catch {
    return false;
  }
};

/** Remembers that an exercise was solved with these numbers. */
export const markDoneWith = (id: string, seed: number): void => {
  try {
    const [, ...seeds] = localStorage.getItem(doneUnder(id))?.split(' ') ?? [];
    localStorage.setItem(doneUnder(id), ['1', ...new Set([...seeds, `${seed}`])].join(' '));
  } catch {
    // Then it is as solved as it was.
  }
};
