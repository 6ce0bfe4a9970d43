/** Everything a learner did, in this browser's storage: read, replaced by what a file has, and forgotten. */
import type { Progress } from '../../course/progressFile.ts';
import { learnerSeed, ownSeeds, ownSeedUnder, seedUnder } from '../learnerSeed.ts';
import { doneUnder, keptUnder, workedUnder } from '../progress.ts';
import { storageName } from '../siteUrl.ts';
import { readReview, reviewUnder } from './storedReviews.ts';
import { storedTried, triedUnder } from './storedTried.ts';

/** What is stored here, and what could not be read. */
export interface Stored extends Omit<Required<Progress>, 'course' | 'saved' | 'seed'> {
  /** 0 for the numbers in the lessons. */
  readonly seed: number;
  /** How many items were set aside because they cannot be read. They stay in the browser. */
  readonly aside: number;
  /** Whether this browser keeps anything for the site. */
  readonly keeps: boolean;
}

const aside = storageName('aside/');
const nameKey = storageName('name');
/** What belongs to the learner, by how its name begins. */
const own = [
  triedUnder(''),
  keptUnder(''),
  doneUnder(''),
  reviewUnder(''),
  aside,
  storageName('unfinished/'),
  nameKey,
  seedUnder,
  ownSeedUnder(''),
  workedUnder,
  'four-tables/linked/',
];

const isOwn = (key: string): boolean => own.some((prefix) => key.startsWith(prefix));

const canStore = (): boolean => {
  try {
    localStorage.setItem(storageName('try'), '');
    localStorage.removeItem(storageName('try'));
    return true;
  } catch {
    return false;
  }
};

/** The items whose name begins so, by the rest of their name. */
const itemsUnder = (prefix: string): readonly (readonly [string, string])[] =>
  Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .sort()
    .map((key) => [key.slice(prefix.length), localStorage.getItem(key) ?? '']);

/** What is stored. Never throws. */
export const readStored = (): Stored => {
  try {
    // What cannot be read is set aside by this, and counted then.
    const exercises = Object.fromEntries(storedTried());
    return {
      name: localStorage.getItem(nameKey) ?? '',
      seed: learnerSeed(),
      ownSeeds: Object.fromEntries(ownSeeds()),
      exercises,
      kept: Object.fromEntries(itemsUnder(keptUnder(''))),
      done: itemsUnder(doneUnder('')).map(([id]) => id),
      reviews: Object.fromEntries(
        itemsUnder(reviewUnder('')).flatMap(([id]) => {
          const review = readReview(id);
          return review ? [[id, review] as const] : [];
        }),
      ),
      aside: itemsUnder(aside).length,
      keeps: canStore(),
    };
  } catch {
    return {
      name: '',
      seed: learnerSeed(),
      ownSeeds: {},
      exercises: {},
      kept: {},
      done: [],
      reviews: {},
      aside: 0,
      keeps: false,
    };
  }
};

/** Whether there is anything that a file would replace. */
export const isEmpty = ({ exercises, kept, done }: Pick<Stored, 'exercises' | 'kept' | 'done'>): boolean =>
  [exercises, kept, done].every((all) => Object.keys(all).length === 0);

/** Gives all exercises in this browser other numbers; 0 for those in the lessons. */
export const keepSeed = (seed: number): void => {
  try {
    localStorage.setItem(seedUnder, String(seed));
    for (const exercise of ownSeeds().keys()) localStorage.removeItem(ownSeedUnder(exercise));
  } catch {
    // Then they stay as they are, and the page shows them.
  }
};

/** Remembers what the learner wants to be called. */
export const keepName = (name: string): void => {
  try {
    localStorage.setItem(nameKey, name);
  } catch {
    // It is asked for again.
  }
};

const itemsOf = ({
  name,
  seed,
  ownSeeds: own = {},
  exercises,
  kept,
  done,
  reviews = {},
}: Progress): ReadonlyMap<string, string> =>
  new Map([
    ...(name === '' ? [] : [[nameKey, name] as const]),
    ...(seed === undefined ? [] : [[seedUnder, String(seed)] as const]),
    ...Object.entries(own).map(([id, number]) => [ownSeedUnder(id), String(number)] as const),
    ...Object.entries(exercises).map(([id, tried]) => [triedUnder(id), JSON.stringify(tried)] as const),
    ...Object.entries(kept).map(([id, text]) => [keptUnder(id), text] as const),
    ...done.map((id) => [doneUnder(id), '1'] as const),
    ...Object.entries(reviews).map(([id, review]) => [reviewUnder(id), JSON.stringify(review)] as const),
  ]);

/**
 * Puts what a file has in the place of what is here; false where there is no room for it, and then everything is as it was.
 * What was set aside stays.
 */
export const replaceStored = (progress: Progress): boolean => {
  const before = new Map<string, string>();
  try {
    for (const key of Object.keys(localStorage))
      if (isOwn(key) && !key.startsWith(aside)) before.set(key, localStorage.getItem(key)!);
    for (const key of before.keys()) localStorage.removeItem(key);
    for (const [key, value] of itemsOf(progress)) localStorage.setItem(key, value);
    forgetTab();
    return true;
  } catch {
    try {
      for (const key of itemsOf(progress).keys()) localStorage.removeItem(key);
      for (const [key, value] of before) localStorage.setItem(key, value);
    } catch {
      // Storage is blocked: nothing was there.
    }
    return false;
  }
};

/** This tab's own texts go first when a page is opened: they would hide what was loaded. */
const forgetTab = (): void => {
  for (const key of Object.keys(sessionStorage)) if (isOwn(key)) sessionStorage.removeItem(key);
};

/** Forgets everything, what was set aside too. */
export const forgetStored = (): void => {
  try {
    for (const key of Object.keys(localStorage)) if (isOwn(key)) localStorage.removeItem(key);
    forgetTab();
  } catch {
    // Nothing is kept here.
  }
};
