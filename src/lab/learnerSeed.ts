import { ownSeedUnder } from './progress.ts';
import { storageName } from './siteUrl.ts';

/** The name under which the learner's number is kept. */
export const seedUnder = storageName('seed');

export { ownSeedUnder };

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

/** Exercises that have a number of their own, as `lessons/<name>/<id>`, and that number. */
export const ownSeeds = (): ReadonlyMap<string, number> => {
  try {
    const prefix = ownSeedUnder('');
    return new Map(
      Object.keys(localStorage)
        .filter((key) => key.startsWith(prefix))
        .map((key) => [key.slice(prefix.length), seedIn(localStorage.getItem(key))] as const)
        .filter(([, seed]) => seed > 0)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  } catch {
    return new Map();
  }
};

/** Whose numbers one exercise has: its own, or the learner's. */
export const seedOf = (exercise: string): number => ownSeeds().get(exercise) ?? learnerSeed();
