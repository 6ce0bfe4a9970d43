/** How kinds of exercises look that have no script of their own, by name. Lab.astro knows the others. */
import type { Exercise } from '../../course/kinds/index.ts';
import { findView } from './Find.tsx';
import type { KindView } from './kindView.ts';
import { predictView } from './Predict.tsx';
import { rulesView } from './Rules.tsx';

const views: Readonly<Partial<Record<Exercise['kind'], KindView>>> = {
  write: rulesView,
  fix: rulesView,
  ladder: rulesView,
  predict: predictView,
  find: findView,
};

/** The view of a lab; null for one that is no exercise. */
export const viewOf = (lab: object): KindView | null =>
  'kind' in lab ? (views[lab.kind as Exercise['kind']] ?? null) : null;
