/** What a learner did in one exercise, as a browser keeps it and a progress file carries it. Plain JSON. */
import { byName, type Form, group, number, optional, text, yesOrNo } from './form.ts';

/** One answer that was tried. */
export interface Attempt {
  /** As the browser keeps it: an editor's text, else JSON, and predictions with whether each was `right`. Empty where nothing was answered. */
  readonly answer: string;
  /** The answer is longer than is kept, or was dropped: `answer` has only its beginning. */
  readonly cut?: boolean;
  readonly passed: boolean;
  /** The minute, in UTC: `2026-11-29T07:05Z`. */
  readonly at: string;
  /** With which numbers; absent with those that are written in the lesson. */
  readonly seed?: number;
  /** The id of the misconception it shows, if it is known. */
  readonly mistake?: string;
}

/** All attempts at one exercise, of which the first and the last are kept whole. */
export interface Tried {
  readonly attempts: number;
  readonly first: Attempt;
  readonly last: Attempt;
  /** The first attempt that passed: when, and how many it took. */
  readonly solved?: { readonly at: string; readonly attempts: number };
  /** How many attempts showed each misconception, by its id. */
  readonly mistakes: Readonly<Record<string, number>>;
}

const attempt = group<Attempt>({
  answer: text,
  cut: optional(yesOrNo),
  passed: yesOrNo,
  at: text,
  seed: optional(number),
  mistake: optional(text),
});

/** The form of what is kept of one exercise. */
export const triedForm: Form<Tried> = group<Tried>({
  attempts: number,
  first: attempt,
  last: attempt,
  solved: optional(group<NonNullable<Tried['solved']>>({ at: text, attempts: number })),
  mistakes: byName(number),
});

/** The longest answer that is kept, in UTF-16 units. */
export const longestAnswer = 4000;

/** A minute, as it is kept. */
export const minuteOf = (time: Date): string => `${time.toISOString().slice(0, 16)}Z`;

/** What is kept after one more attempt. The same answer again is the same attempt, of which more may be known now. */
export const withAttempt = (before: Tried | null, made: Omit<Attempt, 'cut'>): Tried => {
  const long = made.answer.length > longestAnswer;
  const cut = { ...made, ...(long && { answer: made.answer.slice(0, longestAnswer), cut: true }) };
  const same = before !== null && before.last.answer === cut.answer && before.last.seed === cut.seed;
  const attempts = (before?.attempts ?? 0) + (same ? 0 : 1);
  const last: Attempt = same
    ? {
        ...cut,
        ...(cut.mistake === undefined &&
          before.last.mistake !== undefined && { mistake: before.last.mistake }),
      }
    : cut;
  const { mistake } = last;
  const more = mistake !== undefined && !(same && before.last.mistake === mistake);
  const mistakes = { ...before?.mistakes };
  if (more) mistakes[mistake] = (Object.hasOwn(mistakes, mistake) ? mistakes[mistake]! : 0) + 1;
  const solved = before?.solved ?? (cut.passed ? { at: cut.at, attempts } : undefined);
  return {
    attempts,
    first: before === null || attempts === 1 ? last : before.first,
    last,
    ...(solved && { solved }),
    mistakes,
  };
};

/** The same without its answers: what is dropped where there is no more room. */
export const withoutAnswers = (tried: Tried): Tried => {
  const bare = (made: Attempt): Attempt => ({ ...made, answer: '', cut: true });
  return { ...tried, first: bare(tried.first), last: bare(tried.last) };
};
