/** What came of reviews, in this browser's storage. */
import { type Learnt, type Review, reviewForm } from '../../course/review.ts';
import { wasDone } from '../progress.ts';
import { storageName } from '../siteUrl.ts';
import { storedItems } from './storedItems.ts';
import { readTried } from './storedTried.ts';

/** What came of the last review of each exercise. */
export const {
  under: reviewUnder,
  read: readReview,
  write: writeReview,
} = storedItems<Review>('review', reviewForm, ({ at }) => at);

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
