import '../shell/commands/all.ts';
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Networks } from '../course/checkLab.ts';
import type { Proven } from '../course/checkLesson.ts';
import type { Network } from '../course/lesson.ts';
import { replaysOf } from '../course/replays.ts';
import { seedsProven } from '../course/variedDefects.ts';
import { counted } from '../text/counted.ts';
import { contentFolder } from './course/contentFolder.ts';
import { readCourse } from './course/readCourse.ts';
import {
  checkedNetworks,
  checkLessonFile,
  contentOf,
  type FileDefect,
  guidePaths,
  lessonPaths,
  networksUsed,
  printDefect,
  startPaths,
} from './files.ts';
import { allLabelDefects } from './labels.ts';
import { printMutationScores } from './mutate.ts';
import { printProse } from './prose.ts';
import { recordingNotes, recordingOf, recordingPath, strayRecordings } from './recordings.ts';
import { translationPaths } from './translations.ts';
import { misused, type Verb } from './verb.ts';

const lessonName = /^(\d\d)-([\w-]+)\.mdx$/;

const atTop = (file: string, message: string): FileDefect => ({ file, line: 1, column: 1, message });

/** What checking found, and what it ran to find it. */
interface Report {
  readonly defects: readonly FileDefect[];
  /** What each lesson proved. */
  readonly proven: readonly Proven[];
  /** Lessons that could not be read whole: what they promise was not tried. */
  readonly unread: readonly string[];
  /** The networks that its lessons use, as far as they can be read. */
  readonly used: ReadonlySet<string>;
  /** What is no mistake, and good to know. */
  readonly notes: readonly string[];
}

const checkLessons = async (files: readonly string[], networks: Networks): Promise<Report> => {
  const checked = await Promise.all(
    files.map(async (file) => ({ file, ...(await checkLessonFile(file, networks)) })),
  );
  const recordings = checked.map(({ file }) => recordingOf(file));
  return {
    defects: [...checked, ...recordings].flatMap((c) => c.defects),
    notes: checked.flatMap(({ file, defects, lesson, listings }, i) => {
      // Only what is right can be replayed; most courses record nothing.
      const isReadable = defects.length + recordings[i]!.defects.length === 0;
      if (!isReadable || !existsSync(dirname(recordingPath(file)))) return [];
      const items = replaysOf({ ...lesson, listings }, networks as Readonly<Record<string, Network>>);
      return recordingNotes(file, recordings[i]!.recording, items);
    }),
    proven: checked.flatMap((c) => c.proven ?? []),
    unread: checked.filter((c) => c.proven === null).map((c) => c.file),
    used: networksUsed(checked.map((c) => c.lesson)),
  };
};

/** Names and numbers that two lessons share, and names that the site does not show. */
const nameDefects = (lessons: readonly string[]): readonly FileDefect[] =>
  lessons.flatMap((file, i): readonly FileDefect[] => {
    const [, number, name] = lessonName.exec(basename(file)) ?? [];
    if (number === undefined)
      return [
        atTop(file, 'the site does not show this lesson: name it with two digits first, as in 05-name.mdx'),
      ];
    const earlier = (same: (number: string, name: string) => boolean) =>
      lessons.slice(0, i).find((other) => {
        const [, n, x] = lessonName.exec(basename(other)) ?? [];
        return n !== undefined && same(n, x!);
      });
    const sameNumber = earlier((n) => n === number);
    const sameName = earlier((_, n) => n.toLowerCase() === name!.toLowerCase());
    return [
      ...(sameNumber
        ? [atTop(file, `${basename(sameNumber)} has the number ${number} too: give this lesson another`)]
        : []),
      ...(sameName
        ? [
            atTop(
              file,
              `${basename(sameName)} has the address /lessons/${name}/ too: give this lesson another name`,
            ),
          ]
        : []),
    ];
  });

/** Everything that is wrong with a content folder, a lesson or a network. */
const report = async (path: string): Promise<Report> => {
  const only = (defects: readonly FileDefect[]): Report => ({
    defects,
    proven: [],
    unread: [],
    used: new Set(),
    notes: [],
  });
  if (!existsSync(path)) return only([atTop(path, 'there is no such file')]);
  if (statSync(path).isDirectory()) {
    const { networks, defects: wrongNetworks } = checkedNetworks(path);
    const defects = [...readCourse(path).defects, ...allLabelDefects(path), ...wrongNetworks];
    const lessons = lessonPaths(path);
    if (lessons.length === 0)
      return only([...defects, atTop(path, 'it has no lessons: they are MDX files in lessons/')]);
    const files = [...startPaths(path), ...lessons, ...translationPaths(path), ...guidePaths(path)];
    const checked = await checkLessons(files, networks);
    const unused = Object.keys(networks)
      .filter((name) => existsSync(join(path, 'networks', `${name}.yaml`)))
      // A lesson that cannot be read may use any.
      .filter((name) => checked.unread.length === 0 && !checked.used.has(name))
      .map((name) =>
        atTop(join(path, 'networks', `${name}.yaml`), 'no lesson uses this network: remove it, or use it'),
      );
    const stray = strayRecordings(path, files);
    return {
      ...checked,
      defects: [...defects, ...unused, ...stray, ...nameDefects(lessons), ...checked.defects],
    };
  }
  const { networks, defects } = checkedNetworks(contentOf(path));
  return path.endsWith('.yaml')
    ? only(defects.filter((d) => d.file === path))
    : checkLessons([path], networks);
};

const sum = (all: readonly Proven[], of: keyof Proven): number => all.reduce((n, p) => n + p[of], 0);

/** What was proven, and what was not tried, in a sentence each. */
const summary = (reports: readonly Report[]): string => {
  const proven = reports.flatMap((r) => r.proven);
  const unread = reports.flatMap((r) => r.unread);
  const all = (of: keyof Proven) => sum(proven, of);
  const others = all('varied')
    ? `, and ${counted(all('varied'), 'exercise')} with ${seedsProven} other sets of numbers each (those that no rule tells apart ran once)`
    : '';
  const ran =
    proven.length === 0
      ? ''
      : `Ran ${counted(proven.length, 'lesson')}: ${counted(all('labs'), 'lab')}, ${counted(all('exercises'), 'exercise')}, ${counted(all('packets'), 'packet')}, ${counted(all('wrongAnswers'), 'wrong answer')}, ${counted(all('listings'), 'listing')}${others}.\n`;
  const left = unread.length
    ? `Not run, because they cannot be read yet: ${unread.map((f) => basename(f)).join(', ')}.\n`
    : '';
  return ran + left;
};

export const check: Verb = {
  summary: 'finds the defects of lessons, exercises and networks',
  help: `Usage: four-tables check [--mutate | --prose] [--json] [PATH…]

PATH is a lesson, a network or a folder with lessons/; this course, or content/, if you leave it out. Prints every
defect as file:line:column: what is wrong. With --json, each is a JSON object on a line of its
own: {"file","line","column","message"}. Says on stderr what was run. Status 1 if there is any
defect.

--mutate takes the solution of each exercise that is answered with rules and makes one mistake in
it, in every way it knows. Prints how many of these wrong firewalls the exercise's packets find,
then each that passes and a packet that tells it apart, to paste. A firewall that behaves as the
solution does is not counted. Lines to put in order are tried in every order, and blanks with other
words. Exercises without such answers, and lines that are no plain iptables command, are named on
stderr. With --json, one line for each exercise: {"file","exercise","wrong","found","cut",
"unaltered","survivors":[{"misconception","name","alwaysWrong","answer","changes","packet"}]}.
Status 1 if a firewall passes that is wrong whatever the task says.

--prose says how each lesson reads: how many words it has and how many a sentence, its reading ease
(Flesch's, for English: 60 and more is plain, below 50 is hard), and the longest part of a section
without a lab or an exercise. A line of code counts as 5 words there, a listing as 30. With --json:
{"file","words","sentences","ease","longest":{"heading","line","length"}}.
`,
  async run(args) {
    const json = args.includes('--json');
    const mutate = args.includes('--mutate');
    const prose = args.includes('--prose');
    const paths = args.filter((a) => !['--json', '--mutate', '--prose'].includes(a));
    const option = paths.find((a) => a.startsWith('-'));
    if (option) return misused(`check has no option ${option}`);
    if (mutate && prose) return misused('check --mutate and check --prose are two questions: ask one');
    if (prose) return printProse(paths.length ? paths : [contentFolder()], json);
    if (mutate) return printMutationScores(paths.length ? paths : [contentFolder()], json);
    const reports = await Promise.all((paths.length ? paths : [contentFolder()]).map(report));
    const defects = reports.flatMap((r) => r.defects);
    for (const defect of defects)
      process.stdout.write(`${json ? JSON.stringify(defect) : printDefect(defect)}\n`);
    process.stderr.write(summary(reports));
    for (const note of reports.flatMap((r) => r.notes)) process.stderr.write(`${note}\n`);
    return defects.length ? 1 : 0;
  },
};
