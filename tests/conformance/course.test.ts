/**
 * What lessons run, on the real kernel: every text, listing and packet, in network namespaces; and what was recorded of it,
 * everywhere. `npm run conformance:course` prints what differs at length.
 */
import { expect, it } from 'vitest';
import { recordingNotes } from '../../src/cli/recordings.ts';
import { mostSeed } from '../../src/course/vary.ts';
import { seen } from './course.ts';
import {
  allReplays,
  isAsRecorded,
  recordedOf,
  runLessons,
  runReplays,
  sayReplay,
  whyNotHere,
  whyNotRun,
} from './courseRecordings.ts';

const seed = 1 + Math.floor(Math.random() * mostSeed);
const lessons = await runLessons();
const replays = await allReplays([seed]);
const recorded = replays.filter((r) => r.replay.seed !== seed && recordedOf(r) !== null);
const notes = lessons.flatMap(({ path, recording, items }) => recordingNotes(path, recording, items));
const why = whyNotHere(lessons);
if (why && process.env['CI']) throw new Error(`lessons have to be run on a real kernel in CI: ${why}`);

it(`${recorded.length} of the course's replays do here what was recorded${notes.map((n) => `; ${n}`).join('')}`, () => {
  expect(recorded.length).toBeGreaterThan(50);
  const different = recorded.filter(
    (r) => JSON.stringify(recordedOf(r)) !== JSON.stringify(seen(r.replay, null)),
  );
  expect(different.map(sayReplay)).toEqual([]);
});

it.skipIf(why !== null)(
  `${replays.length} replays of the course do here what they do there, with the numbers 1 and ${seed} of what varies${why ? ` (skipped: ${why})` : ''}`,
  { timeout: 240_000 },
  async () => {
    const results = await runReplays(replays.filter((r) => whyNotRun(r) === null));
    expect(
      Object.fromEntries(
        results.filter((r) => r.differences.length).map((r) => [sayReplay(r), r.differences]),
      ),
    ).toEqual({});
    expect(results.filter((r) => !isAsRecorded(r)).map(sayReplay)).toEqual([]);
  },
);
