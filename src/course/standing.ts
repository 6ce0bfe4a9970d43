/** How far a learner has come in a course, and where to go on. */
import type { Attempt, Tried } from './tried.ts';

/** The lessons of a course in order, with their exercises. */
export interface OutlineLesson {
  /** `lessons/<name>`. */
  readonly id: string;
  readonly title: string;
  readonly address: string;
  readonly exercises: readonly {
    /** `lessons/<name>/<id>`: what is kept of it has this name. */
    readonly id: string;
    readonly title: string;
    /** A verb: `Predict`. */
    readonly kind: string;
    readonly address: string;
  }[];
}

export interface Standing {
  readonly solved: number;
  readonly all: number;
  /** How many lessons have all their exercises solved. */
  readonly lessons: number;
  /** Something was solved or tried. */
  readonly begun: boolean;
  /** The exercise to go on with, by its numbers from 0; null where all are solved. */
  readonly next: { readonly lesson: number; readonly exercise: number } | null;
}

/**
 * `tried` is what was tried, by exercise; `worked` are the exercises with an answer in them, the one last worked on first. A learner
 * goes on with what is not solved and was worked on last, also where it was never tried; else with the next after what was solved
 * last. Where nothing is open from there to the end of the course, the last lesson that was begun comes before one that was not.
 */
export const standingIn = (
  course: readonly OutlineLesson[],
  isSolved: (id: string) => boolean,
  tried: ReadonlyMap<string, Pick<Tried, 'solved'> & { readonly last: Pick<Attempt, 'at'> }>,
  worked: readonly string[] = [],
): Standing => {
  const all = course.flatMap(({ exercises }, lesson) =>
    exercises.map(({ id }, exercise) => ({
      id,
      lesson,
      exercise,
      solved: isSolved(id),
      solvedAt: tried.get(id)?.solved?.at ?? '',
      triedAt: tried.get(id)?.last.at ?? '',
    })),
  );
  const last =
    all
      .map((e) => e.solvedAt)
      .toSorted()
      .at(-1) ?? '';
  const at = all.findLastIndex((e) => (last === '' ? e.solved : e.solvedAt === last));
  const open = all.filter((e) => !e.solved);
  const begun = [
    ...worked.flatMap((id) => open.filter((e) => e.id === id)),
    ...open.filter((e) => e.triedAt !== '').toSorted((a, b) => b.triedAt.localeCompare(a.triedAt)),
  ];
  const left = open.findLast((e) => all.some((other) => other.lesson === e.lesson && other.solved))?.lesson;
  const next = [
    ...begun,
    ...all.slice(Math.max(0, at)),
    ...open.filter((e) => e.lesson === left),
    ...all,
  ].find((e) => !e.solved);
  return {
    solved: all.filter((e) => e.solved).length,
    all: all.length,
    lessons: course.filter(({ exercises }) => exercises.length > 0 && exercises.every((e) => isSolved(e.id)))
      .length,
    begun: at >= 0 || begun.length > 0,
    next: next ? { lesson: next.lesson, exercise: next.exercise } : null,
  };
};
