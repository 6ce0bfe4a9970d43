import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  classCsv,
  csvHeader,
  type Learner,
  type PlacedExercise,
  standing,
  stumbles,
} from '../course/classTable.ts';
import { courseTitle as ours } from '../course/courseTitle.ts';
import { idsOf } from '../course/ladderSteps.ts';
import { misconceptions } from '../course/mutate/kinds/index.ts';
import { longestFile, readProgress } from '../course/progressFile.ts';
import { safe } from '../shell/safe.ts';
import { counted } from '../text/counted.ts';
import { contentFolder } from './course/contentFolder.ts';
import { courseLessons } from './course/courseLessons.ts';
import { lessonName } from './course/lessonName.ts';
import { readCourse } from './course/readCourse.ts';
import { readLessonAt } from './files.ts';
import { misused, type Verb } from './verb.ts';

/** What the course of this folder is called. */
const courseTitle = readCourse(contentFolder()).course?.title ?? ours;

const tell = (text: string): void => void process.stderr.write(`${safe(text)}\n`);
const print = (text = ''): void => void process.stdout.write(`${safe(text)}\n`);

/** Every exercise of a course, in order. */
const exercisesOf = async (content: string): Promise<readonly PlacedExercise[]> => {
  const lessons = await Promise.all(
    courseLessons(content).map(async (path) => ({ path, lesson: (await readLessonAt(path)).lesson })),
  );
  return lessons.flatMap(({ path, lesson }, i) =>
    lesson.exercises.map((exercise, j) => {
      const page = `lessons/${lessonName(path)}`;
      return {
        id: `${page}/${exercise.id}`,
        lesson: i + 1,
        lessonTitle: lesson.title,
        number: j + 1,
        title: exercise.title,
        steps: idsOf(exercise).map((id) => `${page}/${id}`),
      };
    }),
  );
};

/** The files that a path names: itself, or the JSON files of a folder. */
const filesAt = (path: string): readonly string[] =>
  existsSync(path) && statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => join(path, name))
    : [path];

/** One learner's file; a sentence without its subject where it is refused. */
const readLearner = (file: string, exercises: readonly PlacedExercise[]): Learner | string => {
  let text: string;
  try {
    if (statSync(file).size > longestFile * 3) return 'is too large for a progress file';
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'cannot be read';
  }
  const read = readProgress(text, courseTitle);
  if (!read.ok) return read.why;
  const { progress } = read;
  const ids = Object.keys(progress.exercises).filter((id) => id.startsWith('lessons/'));
  const strange = ids.filter((id) => !exercises.some((e) => e.steps.includes(id)));
  if (strange.length > 0 && strange.length === ids.length)
    return `is from another course, or an older state of it: it has no exercise that is in this one`;
  if (strange.length > 0)
    tell(`${file} has exercises that are not in this course, and not in the table: ${strange.join(', ')}`);
  return { name: progress.name.replace(/\s+/g, ' ').trim() || basename(file, '.json'), file, progress };
};

/** Of the files of one learner, the one that was saved last. */
const newest = (learners: readonly Learner[]): readonly Learner[] => {
  const byName = new Map<string, Learner>();
  for (const learner of learners) {
    const key = learner.name.toLowerCase();
    const other = byName.get(key);
    if (!other) {
      byName.set(key, learner);
      continue;
    }
    const [kept, left] =
      Date.parse(learner.progress.saved) >= Date.parse(other.progress.saved)
        ? [learner, other]
        : [other, learner];
    tell(
      `${left.file} and ${kept.file} are both of ${kept.name}: ${kept.file} was saved later, and is counted`,
    );
    byName.set(key, kept);
  }
  return [...byName.values()].sort((a, b) => a.name.localeCompare(b.name));
};

const marks = { solved: '✓', tried: '…', 'not tried': '·' } as const;
const plain = (text: string): string => text.replaceAll('`', '');
const mistakeCalled = (id: string) => misconceptions.find((m) => m.id === id);

const printTable = (learners: readonly Learner[], exercises: readonly PlacedExercise[]): void => {
  const lessons = [...new Set(exercises.map((e) => e.lesson))];
  const width = Math.min(30, Math.max(...learners.map((l) => l.name.length)));
  print(`${courseTitle}: ${counted(learners.length, 'learner')}, ${counted(exercises.length, 'exercise')}`);
  print();
  const head = lessons.map((n) => String(n).padEnd(exercises.filter((e) => e.lesson === n).length)).join(' ');
  print(`${'Lesson'.padEnd(width)}  ${head}`);
  for (const learner of learners) {
    const states = exercises.map((e) => ({ ...e, state: standing(learner, e.id).state }));
    const row = lessons
      .map((n) =>
        states
          .filter((s) => s.lesson === n)
          .map((s) => marks[s.state])
          .join(''),
      )
      .join(' ');
    const solved = states.filter((s) => s.state === 'solved').length;
    print(`${learner.name.slice(0, width).padEnd(width)}  ${row}  ${solved} of ${exercises.length} solved`);
  }
  print(`${' '.repeat(width)}  ✓ solved, … tried, · not tried`);
  for (const n of lessons)
    print(`${' '.repeat(width)}  ${n} ${plain(exercises.find((e) => e.lesson === n)!.lessonTitle)}`);
  const tried = stumbles(learners, exercises);
  if (tried.length === 0) return;
  print();
  print('Exercises, those first on which most people stumbled');
  for (const s of tried) {
    const each = s.attempts === 0 ? '' : `, ${counted(s.attempts, 'attempt')} in all`;
    print(
      `${s.lesson}.${s.number} ${plain(s.title)}: solved by ${s.solved} of ${s.tried}, ${s.stumbled} stumbled${each}`,
    );
    for (const [id, people] of s.mistakes) {
      const mistake = mistakeCalled(id);
      const [sentence] = mistake ? (/^.*?[.?!](?=\s|$)/s.exec(mistake.says) ?? [mistake.says]) : [id];
      print(`      ${people} × ${plain(mistake?.name ?? id)}${mistake ? `: ${plain(sentence!)}` : ''}`);
    }
  }
};

/** Writes the CSV; false where another file is there that is no class table. */
const writeCsv = (out: string, csv: string): boolean => {
  const mark = '\uFEFF';
  if (existsSync(out) && !readFileSync(out, 'utf8').startsWith(mark + csvHeader)) return false;
  // Spreadsheets take a file without the mark for one in another encoding.
  writeFileSync(out, mark + csv);
  return true;
};

export const collect: Verb = {
  summary: 'makes a table for a class out of the files that learners saved',
  help: `Usage: four-tables collect FILE… [--csv OUT] [--course CONTENT]

FILE is what a learner saved on the page /progress/, or a folder of such files. Prints who solved
what, then the exercises on which most people stumbled, and the mistakes that they showed as far as
they are known. --csv writes a row for each learner and exercise; it writes over a class table, and
over nothing else. CONTENT is the course's content folder; the course of this folder if you leave it out.

A learner is called as the file says, or after the file. Of two files of one learner the later counts.
A file that is cut off, was edited, is from another course or of a newer version is named on stderr
and left out; the status is 1 then. The checksum in a file finds accidents, and proves nothing: anyone
can write such a file.
`,
  async run(args) {
    const paths: string[] = [];
    const options: Record<string, string> = {};
    for (let i = 0; i < args.length; i++) {
      const arg = args[i]!;
      if (!arg.startsWith('--')) paths.push(arg);
      else if (arg !== '--csv' && arg !== '--course') return misused(`collect has no option ${arg}`);
      else if (args[i + 1] === undefined) return misused(`${arg} takes a path`);
      else options[arg] = args[++i]!;
    }
    if (paths.length === 0)
      return misused('collect needs the files that learners saved: collect class/*.json');
    const content = options['--course'] ?? contentFolder();
    const exercises = await exercisesOf(content);
    if (exercises.length === 0) return misused(`${content} has no lessons: say where they are with --course`);
    let refused = 0;
    const learners = paths.flatMap(filesAt).flatMap((file) => {
      const learner = readLearner(file, exercises);
      if (typeof learner !== 'string') return [learner];
      refused++;
      tell(`${file} ${learner}: it is not counted`);
      return [];
    });
    const counting = newest(learners);
    if (counting.length === 0) {
      tell('no file is left to make a table of');
      return 1;
    }
    printTable(counting, exercises);
    const out = options['--csv'];
    const nameOf = (id: string) => plain(mistakeCalled(id)?.name ?? id);
    if (out !== undefined && !writeCsv(out, classCsv(counting, exercises, nameOf)))
      return misused(`${out} is there already and is no class table: nothing was written`);
    if (out !== undefined) tell(`wrote ${out}`);
    return refused > 0 ? 1 : 0;
  },
};
