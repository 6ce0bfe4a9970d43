import { afterEach, expect, test } from 'vitest';
import { kinds } from '../../src/course/kinds/index.ts';
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

// They come from the engine, and views look for their translations.
test.each(Object.values(kinds))('the name and the verdicts of $name are labels', (kind) => {
  const all: readonly string[] = Object.values(english);
  for (const words of [kind.title, kind.verdicts.right, kind.verdicts.wrong])
    if (words !== '') expect(all).toContain(words);
});
