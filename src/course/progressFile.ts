/**
 * What a learner did in a course, as one file: saved by a browser, loaded by another, and collected for a class. JSON. Its
 * checksum finds accidents and proves nothing: anyone can write such a file.
 */
import { crc32 } from '../text/crc32.ts';
import { byName, group, list, misfits, number, optional, text } from './form.ts';
import { type Review, reviewForm } from './review.ts';
import { type Tried, triedForm } from './tried.ts';

/** What a learner did in one course. */
export interface Progress {
  /** The course's title. */
  readonly course: string;
  /** What the learner wants to be called; empty for none. */
  readonly name: string;
  /** When it was saved: a time in UTC. */
  readonly saved: string;
  /** The learner's own numbers; absent with those that are written in the lessons. */
  readonly seed?: number;
  /** Exercises with a number of their own, because the learner asked for others there; absent where there are none. */
  readonly ownSeeds?: Readonly<Record<string, number>>;
  /** By exercise: `lessons/<name>/<id>`. */
  readonly exercises: Readonly<Record<string, Tried>>;
  /** Texts that are kept in labs and exercises. */
  readonly kept: Readonly<Record<string, string>>;
  /** Exercises that were solved. */
  readonly done: readonly string[];
  /** What came of reviews, by exercise; absent where there were none. */
  readonly reviews?: Readonly<Record<string, Review>>;
}

const form = group<Progress>({
  course: text,
  name: text,
  saved: text,
  seed: optional(number),
  ownSeeds: optional(byName(number)),
  exercises: byName(triedForm),
  kept: byName(text),
  done: list(text),
  reviews: optional(byName(reviewForm)),
});

/** By its first field a file is known as one of these. */
const format = 'four-tables progress';
const version = 1;

/** The longest file that is read, in UTF-16 units; browsers keep about five million. */
export const longestFile = 12_000_000;

/** The file's text. */
export const writeProgress = (progress: Progress): string => {
  const { course, name, saved, seed, ownSeeds, exercises, kept, done, reviews } = progress;
  const ordered = {
    course,
    name,
    saved,
    ...(seed !== undefined && { seed }),
    ...(ownSeeds !== undefined && { ownSeeds }),
    exercises,
    kept,
    done,
    ...(reviews !== undefined && { reviews }),
  };
  return `${JSON.stringify({ format, version, ...ordered, checksum: crc32(JSON.stringify(ordered)) }, null, 1)}\n`;
};

/** What was read of a file, or why it is not taken: a sentence without its subject and full stop. */
export type ReadProgress =
  | { readonly ok: true; readonly progress: Progress }
  | { readonly ok: false; readonly why: string };

const refused = (why: string): ReadProgress => ({ ok: false, why });

/** Reads a progress file of a course; of any course where none is named. Never throws. */
export const readProgress = (text: string, course?: string): ReadProgress => {
  if (text.length > longestFile) return refused('is too large for a progress file');
  let read: unknown;
  try {
    read = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return refused(
      text.trim() === ''
        ? 'is empty'
        : text.slice(0, 200).includes(format)
          ? 'is cut off, or was edited so that it cannot be read any more'
          : 'is no progress file',
    );
  }
  if (typeof read !== 'object' || read === null || !('format' in read) || read.format !== format)
    return refused('is no progress file');
  const { format: _, version: written, checksum, ...progress } = read as Record<string, unknown>;
  if (written !== version)
    return refused(
      typeof written === 'number' && written > version
        ? 'was saved by a newer version of the course: update this one'
        : 'has no version that is known here',
    );
  const [misfit] = misfits(form, progress);
  if (checksum !== crc32(JSON.stringify(progress)))
    return refused('was edited after it was saved, or damaged: its checksum does not match');
  if (misfit) return refused(`was made by hand: ${misfit.path.join('.')}: ${misfit.message}`);
  const of = progress as unknown as Progress;
  const { reviews = {}, ownSeeds = {} } = of;
  const ids = [...[of.exercises, of.kept, reviews, ownSeeds].flatMap((all) => Object.keys(all)), ...of.done];
  const wrong = ids.find((id) => !isId(id));
  if (wrong !== undefined) return refused(`was made by hand: "${wrong.slice(0, 60)}" is no exercise's name`);
  const times = Object.values(of.exercises).flatMap((t) => [
    t.first.at,
    t.last.at,
    t.solved?.at ?? t.last.at,
  ]);
  times.push(...Object.values(reviews).map(({ at }) => at));
  if ([of.saved, ...times].some((time) => Number.isNaN(Date.parse(time))))
    return refused('was made by hand: it has a time that is none');
  if (course !== undefined && of.course !== course)
    return refused(`is from another course, "${of.course.slice(0, 60)}"; this one is "${course}"`);
  return { ok: true, progress: of };
};

/** The name of a lab or exercise, with or without a learner's numbers: `lessons/<name>/<id>~17`. */
const isId = (id: string): boolean => id.length <= 200 && /^[^\s/]+(\/[^\s/]+)+$/.test(id);
