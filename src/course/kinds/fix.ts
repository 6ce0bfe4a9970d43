import { answeredWithRules, type RulesExercise } from './answeredWithRules.ts';

/** Rules with a mistake to find and correct, checked by packets. */
export type FixExercise = RulesExercise<'fix'>;
export const fix = answeredWithRules('fix', 'Fix');
