/** What is said of a wrong answer for which the author has written no hint. */
import type { Exercise } from '../../course/kinds/index.ts';
import type { Grade } from '../../course/kinds/kind.ts';
import { misconceptionOf } from '../../course/mutate/misconceptionOf.ts';
import { withSolution } from '../../course/mutate/withSolution.ts';
import type { PreparedLab } from '../../course/prepareLab.ts';
import type { World } from '../../network/world.ts';

/** Milliseconds that a learner who pressed Check waits for an explanation at most. */
const patience = 1000;

/** The grade with the explanation of the misconception that a learner's world shows; as it is if there is none. */
export const explainMistake = (prepared: PreparedLab<Exercise>, made: World, grade: Grade): Grade => {
  const solved = withSolution(prepared);
  if (!solved) return grade;
  const end = performance.now() + patience;
  const found = misconceptionOf(solved, made, () => performance.now() > end);
  return found ? { ...grade, hint: found.says } : grade;
};
