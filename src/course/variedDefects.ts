/** What is wrong with an exercise whose numbers vary: it has to be as right with those of every learner. */
import { toldApart } from './alike.ts';
import type { Defect } from './defect.ts';
import { kindOf } from './exercise.ts';
import { exerciseDefects } from './exerciseDefects.ts';
import type { Exercise } from './kinds/index.ts';
import type { LadderExercise } from './kinds/ladder.ts';
import { stepsDefects } from './ladderDefects.ts';
import { type LadderSteps, ladderSteps } from './ladderSteps.ts';
import type { Network } from './lesson.ts';
import { type PreparedLab, prepareLab } from './prepareLab.ts';
import { allNumbers, canVary, numbersOf, varied, withNumbers } from './vary.ts';

/** With the numbers of so many learners an exercise is proven. */
export const seedsProven = 50;

/** The defects of an exercise that has none as it is written. */
export const variedDefects = (exercise: Exercise, network: Network): readonly Defect[] => {
  const { varies = [] } = exercise;
  const found = (i: number, message: string): Defect => ({ path: ['varies', i], message });
  const written = { ...exercise, varies: [] };
  const wrong = varies.flatMap((value, i): readonly Defect[] => {
    if (!canVary(value))
      return [found(i, `\`${value}\` cannot vary: name a port, or an IPv4 address without its length`)];
    if (varies.indexOf(value) !== i) return [found(i, `\`${value}\` is named twice: once is enough`)];
    const numbers = numbersOf({ ...written, varies: [value] }, network.hosts, 1);
    if (numbers.size === 0) return [found(i, `no other address is free in the network of \`${value}\``)];
    const same =
      JSON.stringify(withNumbers({ written, network }, numbers)) === JSON.stringify({ written, network });
    return same ? [found(i, `\`${value}\` is written nowhere in this exercise, nor in its network`)] : [];
  });
  if (varies.length === 0 || wrong.length) return wrong;
  const solution = kindOf(exercise).solution(exercise);
  const numbers = numbersOf(exercise, network.hosts, 1);
  if (solution !== null && withNumbers(solution, numbers) === solution)
    return [
      found(
        0,
        'the solution has nothing of what varies, so all learners write the same: name something that is in it',
      ),
    ];
  const proven = provenAs(exercise, network);
  for (const seed of seedsToRun(exercise, network)) {
    const [defect] = proven(seed);
    if (!defect) continue;
    const now = [...numbersOf(exercise, network.hosts, seed)].map(([from, to]) => `${to} for ${from}`);
    return [found(0, `with other numbers, ${now.join(' and ')}: ${defect.message}`)];
  }
  return [];
};

/** The first of the seeds of each kind that rules can tell apart. */
export const seedsToRun = (exercise: Exercise, network: Network): readonly number[] => {
  const told = toldApart(JSON.stringify([exercise, network]), exercise.varies ?? []);
  const numbers = allNumbers(exercise, network.hosts);
  const first = new Map<string, number>();
  for (let seed = 1; seed <= seedsProven; seed++) {
    const kind = told(numbers(seed));
    if (!first.has(kind)) first.set(kind, seed);
  }
  return [...first.values()];
};

/** Proves an exercise with the numbers of a learner. A ladder has the steps that pages have: those of what is written. */
export const provenAs = (exercise: Exercise, network: Network): ((seed: number) => readonly Defect[]) => {
  const prepared = (seed: number) => {
    const { lab, network: other } = varied({ lab: exercise, network }, seed);
    return prepareLab(lab, other);
  };
  if (exercise.kind !== 'ladder') return (seed) => exerciseDefects(prepared(seed));
  const steps = ladderSteps(prepareLab(exercise, network));
  return (seed) =>
    stepsDefects(
      prepared(seed) as PreparedLab<LadderExercise>,
      () => steps.map((lab) => varied({ lab, network }, seed).lab) as readonly Exercise[] as LadderSteps,
    );
};
