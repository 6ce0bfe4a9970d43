import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paintedLines } from '../../../../src/lab/editor/paintedLines.ts';

test('words have the colours of the token table, problems are marked, lines are kept', () => {
  const text = '# why\n\n-A INPUT -j DRIP\n';
  expect(paintedLines(text, [{ from: text.indexOf('DRIP'), to: text.length - 1 }])).toEqual([
    [{ text: '# why', colour: 'muted', wrong: false }],
    [],
    [
      { text: '-A', colour: 'accent', wrong: false },
      { text: ' ', colour: null, wrong: false },
      { text: 'INPUT', colour: 'filter', wrong: false },
      { text: ' ', colour: null, wrong: false },
      { text: '-j', colour: 'accent', wrong: false },
      { text: ' ', colour: null, wrong: false },
      { text: 'DRIP', colour: 'mangle', wrong: true },
    ],
    [],
  ]);
});

test('a problem may begin in the middle of a word and end in another line', () => {
  const painted = paintedLines('-A INPUT\n-A X', [{ from: 5, to: 11 }]);
  const wrong = painted.map((line) =>
    line
      .filter((p) => p.wrong)
      .map((p) => p.text)
      .join(''),
  );
  expect(wrong).toEqual(['PUT', '-A']);
});

test('whatever the text and its problems, the letters are the same', () => {
  const texts = fc.oneof(
    fc.string(),
    fc
      .array(fc.constantFrom('-A', 'INPUT', ' ', '\n', '#', '"a', '10.0.0.1/8', '!', '-j', 'DROP'))
      .map((w) => w.join('')),
  );
  fc.assert(
    fc.property(texts, fc.array(fc.record({ from: fc.nat(40), to: fc.nat(40) })), (text, problems) => {
      const painted = paintedLines(text, problems);
      expect(painted.map((line) => line.map((p) => p.text).join('')).join('\n')).toBe(text);
    }),
  );
});

test('a text of thousands of rules is one piece', () => {
  const painted = paintedLines('-A INPUT -j DROP\n'.repeat(4000), []);
  expect([painted.length, painted[0]!.length]).toEqual([1, 1]);
});
