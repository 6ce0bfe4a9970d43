import { storageName } from './siteUrl.ts';

/** The name under which the learner's number is kept. */
export const seedUnder = storageName('seed');

/** The number a text is; 0 where it is none that a learner can have. */
const seedIn = (text: string | null): number => (/^\d{1,4}$/.test(text ?? '') ? Number(text) : 0);

/**
 * Whose numbers the exercises of this browser have; 0 for those in the lessons. A link that ends in `?seed=17` or `?seed` has
 * set it before (components/shell/ClassLink.astro); where storage is blocked, the link itself is asked.
 */
export const learnerSeed = (): number => {
  try {
    return seedIn(localStorage.getItem(seedUnder));
  } catch {
    return seedIn(new URLSearchParams(location.search).get('seed'));
  }
};
