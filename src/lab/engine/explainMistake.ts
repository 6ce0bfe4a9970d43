/** What is said of a wrong answer for which the author has written no hint. */
import type { Exercise } from '../../course/kinds/index.ts';
import type { Misconception } from '../../course/mutate/misconception.ts';
import { misconceptionOf } from '../../course/mutate/misconceptionOf.ts';
import { withSolution } from '../../course/mutate/withSolution.ts';
import type { PreparedLab } from '../../course/prepareLab.ts';
import type { World } from '../../network/world.ts';

/** Milliseconds that a learner who pressed Check waits for an explanation at most. */
const patience = 1000;

/** The misconception that a learner's world shows, of what was `written`; null if there is none, or none was found in time. */
export const explainMistake = (
  prepared: PreparedLab<Exercise>,
  made: World,
  written: string,
): Misconception | null => {
  const solved = withSolution(prepared);
  if (!solved) return null;
  const end = performance.now() + patience;
  return misconceptionOf(solved, made, () => performance.now() > end, written);
};
