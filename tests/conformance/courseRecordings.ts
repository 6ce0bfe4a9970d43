/**
 * What lessons run, on a real machine: `npm run conformance:course`, as root. Every lab and exercise with each of its texts
 * (start, solution, wrong answers), every listing, every command to find and every packet. What varies is run as written,
 * with number 1 and with one number by chance; `--seeds all` takes all that `check` proves, `--seeds 3,4` these. `--only TEXT`
 * takes what has TEXT in its lesson's path or its name. `--record` writes content/recorded/. Says where the simulator differs.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { dirname } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { guidePaths, lessonPaths, readLessonAt, readNetworks, startPaths } from '../../src/cli/files.ts';
import { recordingNotes, recordingOf, recordingPath } from '../../src/cli/recordings.ts';
import type { Recording, Seen } from '../../src/course/recording.ts';
import {
  fingerprintOf,
  type Replay,
  type Replayed,
  recordedSeed,
  replaysOf,
  variedReplays,
} from '../../src/course/replays.ts';
import { seedsProven } from '../../src/course/variedDefects.ts';
import { mostSeed } from '../../src/course/vary.ts';
import type { FlowDifference } from './compareFlows.ts';
import { compareReplays, otherPacketReplays, seen, whyNotReplayed } from './course.ts';
import type { ReplayAnswer } from './kernel/run.ts';
import { unavailable } from './real.ts';

/** A lesson with all that it runs, and what was recorded of it. */
export interface RunLesson {
  readonly path: string;
  readonly items: readonly Replayed[];
  readonly recording: Recording | null;
}

/** One replay of a lesson. */
export interface LessonReplay {
  readonly lesson: RunLesson;
  readonly item: Replayed;
  readonly replay: Replay;
}

/** What came of it. */
export interface LessonReplayResult extends LessonReplay {
  readonly answer: ReplayAnswer | string;
  readonly differences: readonly FlowDifference[];
}

const networks = readNetworks('content');

const readAll = Promise.all(
  [...startPaths('content'), ...lessonPaths('content'), ...guidePaths('content')].map(async (path) => {
    const { lesson, listings } = await readLessonAt(path);
    const items = replaysOf({ ...lesson, listings }, networks);
    return { run: { path, items, recording: recordingOf(path).recording }, lesson };
  }),
);

/** Every lesson, and the guide for authors. */
export const runLessons = async (): Promise<readonly RunLesson[]> => (await readAll).map(({ run }) => run);

/** All replays of lessons: what is recorded, other packets to predict, and what varies with other numbers. */
export const allReplays = async (seeds: readonly number[] = []): Promise<readonly LessonReplay[]> =>
  (await readAll).flatMap(({ run, lesson }) => [
    ...run.items.flatMap((item) => item.replays.map((replay) => ({ lesson: run, item, replay }))),
    ...[...lesson.labs, ...lesson.exercises].flatMap((lab, i) =>
      [
        ...otherPacketReplays(lab, networks[lab.network]!),
        ...seeds
          .filter((seed) => seed !== recordedSeed)
          .flatMap((seed) => variedReplays(lab, networks[lab.network]!, seed)),
      ].map((replay) => ({ lesson: run, item: run.items[i]!, replay })),
    ),
  ]);

/** Why an item is not run on a real machine: it waits too long; null where it is run. */
export const whyNotRun = ({ item }: LessonReplay): string | null =>
  item.replays.map(whyNotReplayed).find((why) => why !== null) ?? null;

const versionOf = (text: string): readonly number[] => text.split('.').slice(0, 2).map(Number);

/** The version of this machine's kernel: `6.18`. */
const linux = versionOf(release()).join('.');

/** Why lessons cannot be run on this machine as they were recorded; null where they can. */
export const whyNotHere = (lessons: readonly RunLesson[]): string | null => {
  const why = unavailable();
  if (why) return why;
  const [major = 0, minor = 0] = versionOf(linux);
  const newer = lessons.find(({ recording }) => {
    const [a = 0, b = 0] = versionOf(recording?.linux ?? '0.0');
    return a > major || (a === major && b > minor);
  });
  return newer
    ? `this kernel is ${linux}, and ${newer.path} was recorded on ${newer.recording!.linux}`
    : null;
};

/** Makes replays on this machine. */
export const runReplays = async (
  replays: readonly LessonReplay[],
  progress?: (done: number) => void,
): Promise<readonly LessonReplayResult[]> => {
  const found = await compareReplays(
    replays.map((r) => r.replay),
    progress,
  );
  return replays.map((replay, i) => ({ ...replay, ...found[i]! }));
};

/** What it is called in a report. */
export const sayReplay = ({ lesson, item, replay }: LessonReplay): string =>
  `${lesson.path}: ${item.name}, ${replay.name}`;

/** What was recorded of a replay, as long as it is about what is run now; null where there is nothing. */
export const recordedOf = ({ lesson, item, replay }: LessonReplay): Seen | null => {
  const recorded = lesson.recording?.items[item.name];
  return recorded?.of === fingerprintOf(item) ? (recorded.saw[replay.name] ?? null) : null;
};

/** Whether a machine saw what was recorded, or nothing was. */
export const isAsRecorded = (result: LessonReplayResult): boolean => {
  const before = recordedOf(result);
  return (
    before === null ||
    typeof result.answer === 'string' ||
    isDeepStrictEqual(before, seen(result.replay, result.answer))
  );
};

/** A lesson's recording after a run. What was not run stays; what differs is not recorded, so that its page says nothing. */
const recordingAfter = (lesson: RunLesson, results: readonly LessonReplayResult[]): Recording => {
  const items = lesson.items.flatMap((item) => {
    const own = results.filter((r) => r.item === item);
    const before = lesson.recording?.items[item.name];
    if (own.length === 0) return before ? [[item.name, before] as const] : [];
    if (own.some((r) => r.differences.length)) return [];
    const saw = own
      .filter(({ replay }) => item.replays.includes(replay))
      .map(({ replay, answer }) => [replay.name, seen(replay, answer as ReplayAnswer)] as const);
    return [[item.name, { of: fingerprintOf(item), saw: Object.fromEntries(saw) }] as const];
  });
  const now = { linux, iptables: '1.8.9', items: Object.fromEntries(items) };
  const { date = '', ...before } = lesson.recording ?? {};
  return {
    linux: now.linux,
    iptables: now.iptables,
    date: isDeepStrictEqual(before, now) ? date : new Date().toISOString().slice(0, 10),
    items: now.items,
  };
};

const record = (lesson: RunLesson, results: readonly LessonReplayResult[]): void => {
  if (lesson.items.length === 0) return;
  const path = recordingPath(lesson.path);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(recordingAfter(lesson, results), null, 1)}\n`);
};

const chosenSeeds = (text: string | undefined): readonly number[] =>
  text === 'all'
    ? Array.from({ length: seedsProven }, (_, i) => i + 1)
    : (text?.split(',').map(Number) ?? [1 + Math.floor(Math.random() * mostSeed)]);

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { seeds: { type: 'string' }, only: { type: 'string' }, record: { type: 'boolean' } },
  });
  const seeds = values.record ? [] : chosenSeeds(values.seeds);
  if (seeds.some((seed) => !Number.isInteger(seed) || seed < 1 || seed > mostSeed)) {
    console.error(`--seeds takes all, or whole numbers from 1 to ${mostSeed} with commas between them`);
    return 1;
  }
  const lessons = await runLessons();
  const why = whyNotHere(lessons);
  if (why) {
    console.error(`Not run on a real machine: ${why}.`);
    return values.record || process.env['CI'] ? 1 : 0;
  }
  const begun = Date.now();
  const all = (await allReplays(seeds)).filter((r) => sayReplay(r).includes(values.only ?? ''));
  if (all.length === 0) {
    console.error(`No lesson, lab or listing has ${values.only} in its name`);
    return 1;
  }
  for (const r of all) if (whyNotRun(r)) console.error(`${sayReplay(r)}: not run, ${whyNotRun(r)}`);
  const results = await runReplays(all.filter((r) => whyNotRun(r) === null));
  const differing = results.filter((r) => r.differences.length);
  for (const r of differing)
    console.log(
      `\n${sayReplay(r)}${r.differences.map((d) => `\n  ${d.at}\n    Linux ${d.kernel}\n    ours  ${d.ours}`).join('')}`,
    );
  const changed = results.filter((r) => !isAsRecorded(r));
  if (!values.record)
    for (const r of changed) console.log(`\n${sayReplay(r)}: this is not what was recorded`);
  if (values.record) for (const lesson of lessons) record(lesson, results);
  else
    for (const { path, recording, items } of lessons)
      for (const note of recordingNotes(path, recording, items)) console.error(note);
  console.log(
    `${results.length} replays, with the numbers ${[...new Set([recordedSeed, ...seeds])].join(', ')} of what varies: ${differing.length} differ, ${changed.length} are not as recorded; ${((Date.now() - begun) / 1000).toFixed(1)} s`,
  );
  return differing.length || (changed.length && !values.record) ? 1 : 0;
};

if (import.meta.main) process.exitCode = await main();
