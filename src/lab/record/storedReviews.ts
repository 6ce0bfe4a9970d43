/** What came of reviews, in this browser's storage: one item for each exercise. */
import { ofForm } from '../../course/form.ts';
import { type Learnt, type Review, reviewForm } from '../../course/review.ts';
import { wasDone } from '../progress.ts';
import { storageName } from '../siteUrl.ts';
import { moveAside, readTried } from './storedTried.ts';

/** The name under which it is in the browser's storage. */
export const reviewUnder = (id: string): string => storageName(`review/${id}`);

/** What came of the last review of an exercise; null where there was none. What cannot be read is set aside. */
export const readReview = (id: string): Review | null => {
  try {
    const found = localStorage.getItem(reviewUnder(id));
    if (found === null) return null;
    const review = parsed(found);
    if (!review) moveAside('review', id, found);
    return review;
  } catch {
    return null;
  }
};

const parsed = (found: string): Review | null => {
  try {
    const review = ofForm(reviewForm, JSON.parse(found));
    return review && !Number.isNaN(Date.parse(review.at)) ? review : null;
  } catch {
    return null;
  }
};

/** Keeps what came of a review; false where storage is blocked or full. */
export const writeReview = (id: string, review: Review): boolean => {
  try {
    localStorage.setItem(reviewUnder(id), JSON.stringify(review));
    return true;
  } catch {
    return false;
  }
};

/** What of these exercises was solved, as reviews need it. */
export const learntOf = (ids: readonly string[]): readonly Learnt[] =>
  ids.flatMap((id) => {
    const solved = readTried(id)?.solved?.at ?? null;
    return solved !== null || wasDone(id) ? [{ id, solved, review: readReview(id) }] : [];
  });

/** In a review an exercise has this name, so that what was written in its lesson stays as it is. */
export const inReview = (id: string): string => `review/${id}`;

/** Forgets what was written in reviews: each begins with nothing. */
export const forgetWritten = (): void => {
  const written = ['1', 'done', 'record', 'unfinished'].map((kind) => storageName(`${kind}/${inReview('')}`));
  try {
    for (const storage of [localStorage, sessionStorage])
      for (const key of Object.keys(storage))
        if (written.some((prefix) => key.startsWith(prefix))) storage.removeItem(key);
  } catch {
    // Then nothing is kept here.
  }
};
