import { unmarked } from '../blanks.ts';
import { text } from '../form.ts';
import { orderedText } from '../linesToOrder.ts';
import { answeredWithRules, type RulesExercise, type TextAnswer } from './answeredWithRules.ts';
import type { Kind } from './kind.ts';

/**
 * One solution in four steps: trace a packet through it, put its lines in order, fill in its words, write it. The
 * exercise itself is the last step, so the whole is solved when that is; `ladderSteps.ts` makes the others of it.
 */
export interface LadderExercise extends RulesExercise<'ladder'> {
  /** Lines that are not needed, as in a parsons. */
  readonly extra: string;
  /** The name of the packet to trace; empty where the one with the longest way is meant. */
  readonly traced: string;
}

const rules = answeredWithRules('ladder', 'Write');

export const ladder: Kind<LadderExercise, TextAnswer> = {
  ...rules,
  fields: { ...rules.fields, extra: text, traced: text },
  languages: ['commands', 'save'],
  emptyAnswer: (exercise) => ({ kind: 'text', text: orderedText(exercise, []) }),
  // Words that are blanks in one step are marked in it.
  solution: ({ solution }) => unmarked(solution),
};
