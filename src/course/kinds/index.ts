import { fill } from './fill.ts';
import { find } from './find.ts';
import { fix } from './fix.ts';
import { ladder } from './ladder.ts';
import { parsons } from './parsons.ts';
import { predict } from './predict.ts';
import { trace } from './trace.ts';
import { write } from './write.ts';

/** Every kind of exercise, by the name that a lesson gives it. */
export const kinds = { write, fix, predict, find, parsons, fill, trace, ladder };

type AnyKind = (typeof kinds)[keyof typeof kinds];
/** An exercise of any kind. */
export type Exercise = Parameters<AnyKind['emptyAnswer']>[0];
/** An answer to an exercise of any kind. */
export type ExerciseAnswer = ReturnType<AnyKind['emptyAnswer']>;
