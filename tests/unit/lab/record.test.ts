/** What is recorded of attempts, in a storage that holds anything, is full or throws. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { longestAnswer, type Tried } from '../../../src/course/tried.ts';
import type { LabEngine } from '../../../src/lab/engine/client.ts';
import { reduce, start } from '../../../src/lab/exercise/session.ts';
import { noteAttempt } from '../../../src/lab/record/noteAttempt.ts';
import { readStored, replaceStored } from '../../../src/lab/record/storedProgress.ts';
import { storedTried, writeTried } from '../../../src/lab/record/storedTried.ts';
import { labCalled } from './engine/page.ts';

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
