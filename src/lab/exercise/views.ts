/** How each kind of exercise looks, by its name. */
import type { Exercise } from '../../course/kinds/index.ts';
import { findView } from './Find.tsx';
import type { KindView } from './kindView.ts';
import { predictView } from './Predict.tsx';
import { rulesView } from './Rules.tsx';

export const views: Readonly<Record<Exercise['kind'], KindView>> = {
  write: rulesView,
  fix: rulesView,
  predict: predictView,
  find: findView,
};
