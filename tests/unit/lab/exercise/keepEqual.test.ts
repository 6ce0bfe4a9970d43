import { expect, it } from 'vitest';
import { keepEqual } from '../../../../src/lab/exercise/keepEqual.ts';

const before = { lines: [{ n: 1 }, { n: 2 }], name: 'a', none: null };

it.each<[string, unknown, (after: typeof before) => unknown, unknown]>([
  ['what is equal is kept whole', structuredClone(before), (a) => a, before],
  [
    'what is equal beside a change is kept',
    { ...structuredClone(before), name: 'b' },
    (a) => a.lines,
    before.lines,
  ],
  [
    'an equal part of a list is kept',
    { ...before, lines: [{ n: 1 }, { n: 3 }] },
    (a) => a.lines[0],
    before.lines[0],
  ],
])('%s', (_, after, look, expected) =>
  expect(look(keepEqual(before, after as typeof before))).toBe(expected),
);

it.each<[string, unknown]>([
  ['another value', { ...before, name: 'b' }],
  ['a longer list', { ...before, lines: [{ n: 1 }, { n: 2 }, { n: 3 }] }],
  ['a shorter list', { ...before, lines: [{ n: 1 }] }],
  ['a list in place of an object', []],
  ['one more field', { ...before, more: undefined }],
  ['a field less', { lines: before.lines, name: 'a' }],
  ['another field of the same value', { lines: before.lines, name: 'a', nought: null }],
])('%s comes out as it is', (_, after) => {
  const kept = keepEqual<unknown>(before, after);
  expect(kept).toEqual(after);
  expect(kept).not.toBe(before);
});
