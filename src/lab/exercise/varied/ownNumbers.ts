/**
 * The learner's own numbers: an exercise whose numbers vary is drawn with them from the start. The components here are those
 * of the kinds, waiting for them; other pages load nothing of this.
 */
import { learnerSeed } from '../../learnerSeed.ts';
import type { BuiltLab } from '../builtLab.ts';

const seed = import.meta.env.SSR ? 0 : learnerSeed();
let vary: typeof import('../../../course/vary.ts').varied | null = null;
if (seed > 0)
  // The page waits for it before it brings the lab to life (site/calm.ts). A module that waited by itself would make the
  // bundler cut what every lab loads into more pieces. Without this part the numbers are those in the lesson, which are as right.
  window.hydratesAfter = import('../../../course/vary.ts').then(
    ({ varied }) => {
      vary = varied;
    },
    () => {},
  );

/** A lab with the learner's numbers. */
export const withOwnNumbers = <L extends BuiltLab>(given: L): L => vary?.(given, seed) ?? given;
