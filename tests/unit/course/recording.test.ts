/** The small print below a lab: only about what was recorded, exactly as it was run. */
import { describe, expect, it } from 'vitest';
import { lessonPaths, readLessonAt, readNetworks } from '../../../src/cli/files.ts';
import { pageRecording } from '../../../src/cli/recordings.ts';
import type { Exercise } from '../../../src/course/kinds/index.ts';
import type { Lab } from '../../../src/course/lab.ts';
import type { Network } from '../../../src/course/lesson.ts';
import { type Recording, readRecording, sayRecorded } from '../../../src/course/recording.ts';
import { fingerprintOf, replayedLab, replayedListing } from '../../../src/course/replays.ts';

const networks = readNetworks('content');
const lessons = (await Promise.all(lessonPaths('content').map(readLessonAt))).map((l) => l.lesson);
const exercises = lessons.flatMap((l) => l.exercises);
const lab = lessons.flatMap((l) => l.labs).find((l) => l.changes.length > 0 && l.packets.length > 0)!;
const network = networks[lab.network]!;
const listing = replayedListing(lab, network, 'iptables -S');
const recording: Recording = {
  linux: '6.18',
  iptables: '1.8.9',
  date: '2026-11-29',
  items: Object.fromEntries(
    [replayedLab(lab, network), listing].map((item) => [item.name, { of: fingerprintOf(item), saw: {} }]),
  ),
};
const says = 'same on Linux 6.18, iptables 1.8.9, recorded 2026-11-29';
const say = (changed: Partial<Lab>, other: Network = network) =>
  sayRecorded(recording, replayedLab({ ...lab, ...changed }, other));

describe('what it says', () => {
  it.each([
    ['the lab as it was run', {}],
    ['other words', { title: 'Another title' }],
    ['another reason', { packets: lab.packets.map((p) => ({ ...p, because: 'Because.' })) }],
  ])('of %s: where it was the same', (_, changed) => expect(say(changed)).toBe(says));

  it.each([
    ['text', { start: `${lab.start}\n` }],
    ['command beside it', { show: ['iptables -S'] }],
    ['packet', { packets: lab.packets.map((p) => ({ ...p, probe: { ...p.probe, sport: 5 } })) }],
    ['change', { changes: lab.changes.map((c) => ({ ...c, steps: c.steps.slice(1) })) }],
    ['host', { host: `${lab.host}-2` }],
  ])('nothing of one with another %s', (_, changed) => expect(say(changed)).toBeNull());

  it('nothing of one whose network has another route', () => {
    const { [lab.host]: own, ...others } = network.hosts;
    const hosts = { ...others, [lab.host]: { ...own, routes: ['10.9.9.0/24 dev lo'] } };
    expect(say({}, { ...network, hosts })).toBeNull();
  });

  it('of a listing, and nothing of another one, or with no recording', () => {
    expect(sayRecorded(recording, listing)).toBe(says);
    expect(sayRecorded(recording, replayedListing(lab, network, 'iptables -L'))).toBeNull();
    expect(sayRecorded(null, listing)).toBeNull();
  });

  it('nothing of a lab that has the name of something in every object', () =>
    expect(sayRecorded(recording, { ...listing, name: 'toString' })).toBeNull());
});

it.each([
  ['what varies runs with number 1 too', (e: Exercise) => !!e.varies, 'start, number 1'],
  ['a ladder runs step by step', (e: Exercise) => e.kind === 'ladder', 'step 2, solution'],
  ['wrong answers run', (e: Exercise) => 'wrong' in e && e.wrong.length > 1, 'wrong answer 2'],
])('%s', (_, is, name) => {
  const exercise = exercises.find((e) => is(e) && (name !== 'wrong answer 2' || e.kind !== 'ladder'))!;
  expect(replayedLab(exercise, networks[exercise.network]!).replays.map((r) => r.name)).toContain(name);
});

it.each([
  ['is cut off', '{"linux": "6.', /no JSON/],
  ['is empty', '', /no JSON/],
  ['is of another form', '[]', /must be a group/],
  ['lacks a version', JSON.stringify({ ...recording, linux: undefined }), /linux is missing/],
  ['has a field too many', JSON.stringify({ ...recording, kernel: '6' }), /no field kernel/],
  ['has no day', JSON.stringify({ ...recording, date: 'today' }), /today is no day/],
])('a recording that %s is told from one that can be read', (_, text, message) => {
  const read = readRecording(text);
  expect(read).toMatchObject({ ok: false, message: expect.stringMatching(message) });
  expect(readRecording(JSON.stringify(recording)).ok).toBe(true);
});

it('a page without a recording has none', () => {
  expect(pageRecording('content', 'lessons/no-such-lesson')).toBeNull();
  expect(pageRecording('content', 'lessons/masquerade-versus-snat')).not.toBeNull();
});
