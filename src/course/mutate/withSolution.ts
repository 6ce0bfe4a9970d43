import { kindOf } from '../exercise.ts';
import type { Exercise } from '../kinds/index.ts';
import type { Lab } from '../lab.ts';
import type { PreparedLab } from '../prepareLab.ts';

/** A lab with a text that solves it: what mutants are made of. */
export type SolvedLab = PreparedLab<Lab & { readonly solution: string }>;

/** An exercise with its solution; null for a kind that is not answered with a text of rules. */
export const withSolution = ({ lab, untouched }: PreparedLab<Exercise>): SolvedLab | null => {
  const kind = kindOf(lab);
  const solution = kind.solution(lab);
  return solution === null || kind.answerOfText(solution) === null
    ? null
    : { lab: { ...lab, solution }, untouched };
};
