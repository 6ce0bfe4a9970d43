import { afterEach, expect, test } from 'vitest';
import * as english from '../../src/labels/en.ts';
import { say, speak } from '../../src/labels/say.ts';

afterEach(() => speak({}));

test.each([
  [{}, 'Packet {n} of {all}', { n: 1, all: 2 }, 'Packet 1 of 2'],
  [{ 'Packet {n} of {all}': 'Von {all} das {n}.' }, 'Packet {n} of {all}', { n: 1, all: 2 }, 'Von 2 das 1.'],
  [{ Check: 'Prüfen' }, 'Check', {}, 'Prüfen'],
  [{ Check: 'Prüfen' }, 'Show a hint', {}, 'Show a hint'],
])('with %j, %j with %j is %j', (translated, label, values, said) => {
  speak(translated);
  expect(say(label, values)).toBe(said);
});

// A translation is found by its English.
test('no two labels are the same words', () => {
  const all = Object.values(english);
  expect(all.filter((label, i) => all.indexOf(label) !== i)).toEqual([]);
});
