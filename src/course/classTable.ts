/** What a class did, out of the progress of each learner: who finished what, and on what most people stumbled. */
import { csvRow } from '../text/csv.ts';
import { answerText } from './answerText.ts';
import type { Progress } from './progressFile.ts';
import type { Attempt, Tried } from './tried.ts';

/** One learner: a name, and the file that it was read of. */
export interface Learner {
  readonly name: string;
  readonly file: string;
  readonly progress: Progress;
}

/** An exercise of the course, in its place. */
export interface PlacedExercise {
  /** `lessons/<name>/<id>`. */
  readonly id: string;
  /** The number and the title of its lesson, and its number there. */
  readonly lesson: number;
  readonly lessonTitle: string;
  readonly number: number;
  readonly title: string;
  /** Steps that it has and that are recorded by themselves. */
  readonly steps: readonly string[];
}

/** How far a learner came with an exercise. */
export interface Standing {
  readonly state: 'solved' | 'tried' | 'not tried';
  /** Null where nothing was recorded. */
  readonly tried: Tried | null;
}

/** How far a learner came with an exercise. */
export const standing = ({ progress }: Learner, id: string): Standing => {
  const tried = Object.hasOwn(progress.exercises, id) ? progress.exercises[id]! : null;
  const solved = tried?.solved !== undefined || progress.done.includes(id);
  return { tried, state: solved ? 'solved' : tried ? 'tried' : 'not tried' };
};

/** What became of one exercise in a class. */
export interface ExerciseSummary extends PlacedExercise {
  readonly tried: number;
  readonly solved: number;
  /** Learners who needed more than one attempt, or have not solved it. */
  readonly stumbled: number;
  /** Attempts until it was solved, or all of them, of all learners together. */
  readonly attempts: number;
  /** How many learners showed each misconception, by its id, the commonest first. */
  readonly mistakes: readonly (readonly [id: string, learners: number])[];
}

/** The exercises that someone tried, those first on which most people stumbled. */
export const stumbles = (
  learners: readonly Learner[],
  exercises: readonly PlacedExercise[],
): readonly ExerciseSummary[] =>
  exercises
    .map((exercise): ExerciseSummary => {
      const all = learners.map((learner) => standing(learner, exercise.id));
      const tried = all.flatMap((s) => (s.tried ? [s.tried] : []));
      const mistakes = new Map<string, number>();
      for (const id of tried.flatMap((t) => Object.keys(t.mistakes)))
        mistakes.set(id, (mistakes.get(id) ?? 0) + 1);
      return {
        ...exercise,
        tried: all.filter((s) => s.state !== 'not tried').length,
        solved: all.filter((s) => s.state === 'solved').length,
        stumbled: tried.filter((t) => (t.solved?.attempts ?? 2) > 1).length,
        attempts: tried.reduce((n, t) => n + (t.solved?.attempts ?? t.attempts), 0),
        mistakes: [...mistakes].sort(([a, n], [b, m]) => m - n || a.localeCompare(b)),
      };
    })
    .filter((s) => s.tried > 0)
    .sort((a, b) => b.stumbled - a.stumbled || b.attempts - a.attempts);

const columns = [
  'learner',
  'file',
  'lesson',
  'exercise',
  'title',
  'state',
  'attempts',
  'solved at attempt',
  'first tried',
  'last tried',
  'solved',
  'mistakes',
  'numbers',
  'first answer',
  'last answer',
];

/** The first line of every class table: what begins with it may be written over. */
export const csvHeader = csvRow(columns);

const whole = (made: Attempt): string => `${answerText(made)}${made.cut ? '\n…' : ''}`;

/** The table as CSV: a row for each learner and exercise. `nameOf` says a misconception in words. */
export const classCsv = (
  learners: readonly Learner[],
  exercises: readonly PlacedExercise[],
  nameOf: (mistake: string) => string,
): string =>
  csvHeader +
  learners
    .flatMap((learner) =>
      exercises.map(({ id, title }) => {
        const { state, tried } = standing(learner, id);
        const [, lesson = '', exercise = ''] = /^(.*)\/([^/]+)$/.exec(id) ?? [];
        return csvRow([
          learner.name,
          learner.file,
          lesson.replace(/^lessons\//, ''),
          exercise,
          title.replaceAll('`', ''),
          state,
          ...(tried
            ? [
                String(tried.attempts),
                String(tried.solved?.attempts ?? ''),
                tried.first.at,
                tried.last.at,
                tried.solved?.at ?? '',
                Object.entries(tried.mistakes)
                  .map(([mistake, times]) => `${times} × ${nameOf(mistake)}`)
                  .join('; '),
                tried.last.seed === undefined ? 'as written' : String(tried.last.seed),
                whole(tried.first),
                whole(tried.last),
              ]
            : Array.from({ length: 9 }, () => '')),
        ]);
      }),
    )
    .join('');
