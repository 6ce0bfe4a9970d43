import type { Defect } from './defect.ts';
import { rulesDefects } from './kinds/answeredWithRules.ts';
import { fillDefects } from './kinds/fill.ts';
import { findDefects } from './kinds/find.ts';
import type { Exercise } from './kinds/index.ts';
import type { ExerciseDefects } from './kinds/kind.ts';
import { parsonsDefects } from './kinds/parsons.ts';
import { predictDefects } from './kinds/predict.ts';
import { traceDefects } from './kinds/trace.ts';
import { ladderDefects } from './ladderDefects.ts';
import type { PreparedLab } from './prepareLab.ts';

const byKind: {
  readonly [K in Exercise['kind']]: ExerciseDefects<Extract<Exercise, { readonly kind: K }>>;
} = {
  write: rulesDefects,
  fix: rulesDefects,
  predict: predictDefects,
  find: findDefects,
  parsons: parsonsDefects,
  fill: fillDefects,
  trace: traceDefects,
  ladder: ladderDefects,
};

/** What the author of an exercise must correct, whatever its kind: pages that only show it do not load this. */
export const exerciseDefects = (prepared: PreparedLab<Exercise>): readonly Defect[] =>
  (byKind[prepared.lab.kind] as ExerciseDefects<Exercise>)(prepared);
