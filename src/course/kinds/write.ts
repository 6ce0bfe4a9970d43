import { answeredWithRules, type RulesExercise } from './answeredWithRules.ts';

/** Rules to write, checked by packets. */
export type WriteExercise = RulesExercise<'write'>;
export const write = answeredWithRules('write', 'Write');
