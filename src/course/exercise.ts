/** Exercises, whatever their kind. */

import { type Exercise, type ExerciseAnswer, kinds } from './kinds/index.ts';
import type { Grade, Kind } from './kinds/kind.ts';
import type { Lab } from './lab.ts';
import type { PreparedLab } from './prepareLab.ts';

/** Whether it is an exercise, and not a lab to try things in. */
export const isExercise = (lab: Lab | Exercise): lab is Exercise => 'kind' in lab;

/** The kind of an exercise. Give it only answers that it made or read itself. */
export const kindOf = (exercise: Pick<Exercise, 'kind'>): Kind<Exercise, ExerciseAnswer> =>
  kinds[exercise.kind];

/** How an exercise is answered, in a word or three: all of a ladder is more than its last step, which is written. */
export const kindTitle = (exercise: Pick<Exercise, 'kind'>): string =>
  exercise.kind === 'ladder' ? 'Step by step' : kindOf(exercise).title;

/** Grades an answer. Throws if the answer is one of another kind: read answers with the kind's `readAnswer`. */
export const gradeAnswer = (prepared: PreparedLab<Exercise>, answer: ExerciseAnswer): Grade => {
  const kind = kindOf(prepared.lab);
  if (answer.kind !== kind.emptyAnswer(prepared.lab).kind)
    throw new Error(`${answer.kind} is no answer to an exercise of the kind ${kind.name}`);
  return kind.grade(prepared, answer);
};

/** What a lab runs before anything is done. */
export const firstText = (lab: Lab | Exercise): string =>
  isExercise(lab) ? kindOf(lab).textOf(lab, kindOf(lab).emptyAnswer(lab)) : lab.start;
