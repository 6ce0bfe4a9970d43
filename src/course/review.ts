/**
 * Which solved exercises to solve once more, and when. One simple spacing: the same gap each time, until one was right three
 * times in a row. (Gaps that grow were measured to be no better.) What went wrong comes sooner, and first.
 */
import { type Form, group, number, text, yesOrNo } from './form.ts';

/** What came of the reviews of one exercise. */
export interface Review {
  /** The minute of the last one, in UTC: `2026-11-29T07:05Z`. */
  readonly at: string;
  readonly right: boolean;
  /** How many in a row were right, up to now. */
  readonly row: number;
}

/** The form in which a browser keeps it. */
export const reviewForm: Form<Review> = group<Review>({ at: text, right: yesOrNo, row: number });

/** Days from one review to the next, after one that was right and after one that was wrong. */
const gap = 3;
const sooner = 1;
/** So often in a row it has to be right. */
const enough = 3;
/** So many a day are plenty. */
export const perDay = 5;

const day = 24 * 60 * 60 * 1000;
/** The day of a time, where the learner is. */
const dayOf = (time: number, zone: number): number => Math.floor((time - zone * 60_000) / day);

/** What is kept after one more review. */
export const afterReview = (before: Review | null, right: boolean, at: string): Review => ({
  at,
  right,
  row: right ? (before?.row ?? 0) + 1 : 0,
});

export interface Learnt {
  readonly id: string;
  /** When it was solved; null where that is not known, and then it is due. */
  readonly solved: string | null;
  readonly review: Review | null;
}

/** What a review has to do with today. */
export interface Today {
  /** The exercises to solve today, in order. */
  readonly due: readonly string[];
  /** What was reviewed today, in the order of the course. */
  readonly done: readonly { readonly id: string; readonly right: boolean }[];
  /** How many more are due than today has room for. */
  readonly waiting: number;
  /** How many days until something is due again; null where nothing will be. */
  readonly next: number | null;
}

/** The lesson of an exercise: its name without its own part. */
const lessonOf = (id: string): string => id.replace(/[^/]*$/, '');

/**
 * `now` in milliseconds; `zone` in minutes, as `Date.getTimezoneOffset()` has it. What is due since the same day is taken from
 * different lessons in turn, and each day begins with another lesson.
 */
export const reviewsToday = (learnt: readonly Learnt[], now: number, zone: number): Today => {
  const today = dayOf(now, zone);
  const done = learnt.flatMap(({ id, review }) =>
    review && dayOf(Date.parse(review.at), zone) === today ? [{ id, right: review.right }] : [],
  );
  const dated = learnt.flatMap(({ id, solved, review }) => {
    if (review && review.row >= enough) return [];
    const from = Date.parse(review?.at ?? solved ?? '');
    const wait = review && !review.right ? sooner : gap;
    // A clock that was wrong may have written a day that is still to come.
    const on = Number.isNaN(from) ? today : Math.min(dayOf(from, zone), today) + wait;
    return [{ id, on, wrong: review !== null && !review.right }];
  });
  const lessons = [...new Set(learnt.map(({ id }) => lessonOf(id)))];
  const turns = new Map<string, number>();
  const due = dated
    .filter(({ on }) => on <= today)
    .map((one) => {
      const lesson = lessonOf(one.id);
      const group = `${one.wrong} ${one.on} ${lesson}`;
      // What a lesson had today was its turn.
      const turn = turns.get(group) ?? done.filter(({ id }) => lessonOf(id) === lesson).length;
      turns.set(group, turn + 1);
      return { ...one, turn, place: (lessons.indexOf(lesson) + today) % lessons.length };
    })
    .toSorted(
      (a, b) => Number(b.wrong) - Number(a.wrong) || a.on - b.on || a.turn - b.turn || a.place - b.place,
    );
  const room = Math.max(0, perDay - done.length);
  const later = dated.filter(({ on }) => on > today).map(({ on }) => on - today);
  return {
    due: due.slice(0, room).map(({ id }) => id),
    done,
    waiting: Math.max(0, due.length - room),
    next: due.length > room ? 1 : later.length > 0 ? Math.min(...later) : null,
  };
};
