/** What is recorded of attempts, in a storage that holds anything, is full or throws. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answerText } from '../../../src/course/answerText.ts';
import type { Prediction } from '../../../src/course/kinds/predict.ts';
import { askedAgain } from '../../../src/course/standingPredictions.ts';
import { longestAnswer, type Tried } from '../../../src/course/tried.ts';
import type { LabEngine } from '../../../src/lab/engine/client.ts';
import { keptText } from '../../../src/lab/exercise/kept.ts';
import { reduce, start } from '../../../src/lab/exercise/session.ts';
import { doneUnder, markDone, ownSeedUnder, wasDone } from '../../../src/lab/progress.ts';
import { markDoneWith, wasDoneWith } from '../../../src/lab/record/doneWith.ts';
import { noteAttempt } from '../../../src/lab/record/noteAttempt.ts';
import { readStored, replaceStored } from '../../../src/lab/record/storedProgress.ts';
import { storedTried, writeTried } from '../../../src/lab/record/storedTried.ts';
import { labCalled, openPage } from './engine/page.ts';

/** A storage with room for so many UTF-16 units. */
const storage = (room: number): Storage =>
  Object.create({
    getItem(this: Record<string, string>, key: string) {
      return Object.hasOwn(this, key) ? this[key] : null;
    },
    setItem(this: Record<string, string>, key: string, value: string) {
      const taken = Object.entries(this).reduce((n, [k, v]) => n + (k === key ? 0 : k.length + v.length), 0);
      if (taken + key.length + value.length > room) throw new DOMException('full', 'QuotaExceededError');
      this[key] = value;
    },
    removeItem(this: Record<string, string>, key: string) {
      delete this[key];
    },
  }) as Storage;

const open = (room: number) => {
  vi.stubGlobal('localStorage', storage(room));
  vi.stubGlobal('sessionStorage', storage(room));
};
beforeEach(() => open(5_000_000));
afterEach(() => vi.unstubAllGlobals());
vi.stubGlobal('dispatchEvent', () => true);

const lab = labCalled('write-masquerade');
const id = 'lessons/x/write-masquerade';
const asked: string[] = [];
const engine = (name: string) =>
  ({
    name,
    ask: async (what: string) => {
      asked.push(what);
      return 'in-for-out';
    },
  }) as unknown as LabEngine;

/** Records an answer as it is when it was checked, or when it has stayed for three seconds. */
const attempt = async (answer: string, how: 'checked, with a hint' | 'stayed', problems = 0, name = id) => {
  vi.stubGlobal('dispatchEvent', () => true);
  let session = reduce(lab, start(lab), { kind: 'write', text: answer });
  const view = {
    ...lab.built.view,
    problems: Array.from({ length: problems }, () => ({ from: 0, to: 1, message: '', hint: '', status: 1 })),
  };
  session = reduce(lab, session, { kind: 'shown', view, answer: session.answer });
  if (how !== 'stayed')
    session = reduce(lab, session, { kind: 'graded', grade: { passed: false, hint: 'Look.', parts: [] } });
  await noteAttempt(engine(name), lab, session, answer);
};

it('an answer that was checked gets its misconception; a text that stays counts, half a word does not', async () => {
  await attempt('a', 'checked, with a hint');
  await attempt('b', 'stayed');
  await attempt('c', 'stayed', 1);
  // An editor that was emptied is no answer, unless it was checked.
  await attempt('\n# later\n', 'stayed');
  expect(storedTried().get(id)).toMatchObject({
    attempts: 2,
    first: { answer: 'a', mistake: 'in-for-out' },
    last: { answer: 'b' },
    mistakes: { 'in-for-out': 1 },
  });
  expect(asked).toEqual(['misconception']);
});

it('attempts with a learner’s own numbers are attempts at the same exercise', async () => {
  await attempt('a', 'stayed', 0, `${id}~17`);
  expect([...storedTried().keys()]).toEqual([id]);
});

const long = (at: string): Tried => {
  const made = { answer: 'x'.repeat(longestAnswer), passed: false, at };
  return { attempts: 2, first: made, last: made, mistakes: {} };
};

it('beyond a million characters the answers of the longest ago are dropped, and what came of them stays', async () => {
  for (let i = 0; i < 130; i++)
    writeTried(`lessons/x/${i}`, long(`2026-01-01T${String(i % 24).padStart(2, '0')}:00Z`));
  await attempt('new', 'stayed');
  const all = [...storedTried()];
  expect(all).toHaveLength(131);
  const dropped = all.filter(([, t]) => t.last.answer === '' && t.last.cut);
  expect(dropped).toHaveLength(6);
  expect(new Set(dropped.map(([, t]) => t.last.at))).toEqual(new Set(['2026-01-01T00:00Z']));
});

it('where storage is full, the attempt is recorded without its answers', async () => {
  open(500);
  await attempt('x'.repeat(400), 'stayed');
  expect(storedTried().get(id)).toMatchObject({ attempts: 1, last: { answer: '', cut: true } });
});

it('what cannot be read is set aside beside what was set aside before', async () => {
  for (const garbage of ['{"attempts":1', '[]']) {
    localStorage.setItem(`four-tables/record/${id}`, garbage);
    await attempt('a', 'stayed');
  }
  expect(storedTried().get(id)?.attempts).toBe(1);
  expect(readStored().aside).toBe(2);
});

it('a file for which there is no room leaves everything as it was', () => {
  open(600);
  localStorage.setItem('four-tables/1/lessons/x/a', 'mine');
  const file = { course: 'c', name: '', saved: '2026-01-01T00:00Z', exercises: {}, done: [] };
  expect(replaceStored({ ...file, kept: { 'lessons/x/b': 'x'.repeat(600) } })).toBe(false);
  expect(readStored().kept).toEqual({ 'lessons/x/a': 'mine' });
  expect(replaceStored({ ...file, kept: { 'lessons/x/b': 'theirs' } })).toBe(true);
  expect(readStored().kept).toEqual({ 'lessons/x/b': 'theirs' });
});

it('of each prediction it is recorded whether it was right, also of those before its packet was asked about again', async () => {
  const page = await openPage('who-still-works');
  const name = 'lessons/x/who-still-works';
  const guess = async (packet: string, outcome: Prediction['outcome']) => {
    const { answer } = page.session;
    if (answer.kind !== 'predictions') throw new Error(answer.kind);
    await page.act({
      kind: 'answer',
      answer: { ...answer, made: [...(answer.made ?? []), { packet, outcome }] },
    });
    await page.check();
    await noteAttempt(engine(name), page.built, page.session, keptText(page.built, page.session));
  };
  const again = (packet: string) => {
    const { answer } = page.session;
    if (answer.kind === 'predictions')
      return page.act({ kind: 'answer', answer: askedAgain(answer, packet) });
    throw new Error(answer.kind);
  };
  // What the lesson's packets really end as: the first connects, the third has no answer.
  await guess('the laptop before', 'connected');
  await guess('the laptop after', 'connected');
  await again('the laptop after');
  await guess('the phone before', 'timeout');
  await guess('the laptop after', 'connected');
  await guess('the laptop after', 'timeout');
  await guess('the phone after', 'timeout');
  const { attempts, last } = storedTried().get(name)!;
  expect(attempts).toBe(4);
  expect(answerText(last).split('\n')).toEqual([
    'the laptop before: connected (right)',
    'the laptop after: connected (wrong)',
    'the phone before: no answer (wrong)',
    'the laptop after: connected (wrong)',
    'the laptop after: no answer (right)',
    'the phone after: no answer (wrong)',
  ]);
});

it('of many misses each is an attempt, and those of the longest ago are only counted', async () => {
  const page = await openPage('who-still-works');
  const name = 'lessons/x/who-still-works';
  const { answer } = page.session;
  if (answer.kind !== 'predictions') throw new Error(answer.kind);
  const made = (n: number) =>
    Array.from({ length: n }, (_, i) => ({
      packet: 'the laptop after',
      outcome: 'refused' as const,
      ...(i > 0 && { instead: { from: 'laptop', tcp: `203.0.113.80:${i}` } }),
    }));
  for (let n = 1; n <= 60; n++) {
    await page.act({ kind: 'answer', answer: { ...answer, made: made(n) } });
    await page.check();
    await noteAttempt(engine(name), page.built, page.session, keptText(page.built, page.session));
  }
  const { attempts, last } = storedTried().get(name)!;
  expect([attempts, last.cut, last.answer.length <= longestAnswer]).toEqual([60, undefined, true]);
  const [first, ...others] = answerText(last).split('\n');
  expect(first).toBe(`(${60 - others.length} more, all wrong, are only counted)`);
  expect(others.at(-1)).toBe('the laptop after, then laptop → 203.0.113.80:59: refused (wrong)');
});

it('a text that was checked as it was given is not said to be empty', async () => {
  const page = await openPage('fix-with-snat');
  await page.act({ kind: 'write', text: page.built.lab.start });
  await noteAttempt(engine('lessons/x/fix'), page.built, page.session, keptText(page.built, page.session));
  expect(storedTried().get('lessons/x/fix')!.last.answer).toBe(page.built.lab.start);
});

it.each<[string | null, number, boolean, boolean]>([
  [null, 0, false, false],
  // Kept before the numbers were.
  ['1', 0, false, true],
  ['1', 17, false, true],
  ['1', 17, true, false],
  ['1 0', 0, false, true],
  ['1 0', 17, true, false],
  ['1 0 17', 17, true, true],
  ['1 17', 0, false, false],
])('kept as %s, it is solved with numbers %i (asked for: %s): %s', (kept, seed, asked, solved) => {
  vi.stubGlobal('dispatchEvent', () => true);
  if (kept !== null) localStorage.setItem(doneUnder(id), kept);
  if (asked) localStorage.setItem(ownSeedUnder(id), String(seed));
  const is = (seed: number) => wasDoneWith('lessons/x', { id: 'write-masquerade', seed });
  expect(is(seed)).toBe(solved);
  markDone(id);
  markDoneWith(id, seed);
  markDone(id);
  markDoneWith(id, 4711);
  expect([is(seed), is(4711), wasDone(id)]).toEqual([true, true, true]);
});
