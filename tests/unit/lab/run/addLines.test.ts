import { expect, it } from 'vitest';
import { addLines, withoutLines } from '../../../../src/lab/run/addLines.ts';

it.each([
  ['', 'a', 'a\n'],
  ['x', 'a', 'x\na\n'],
  ['x\n', 'a\nb', 'x\na\nb\n'],
])('lines are added to %j, and taken back', (text, commands, expected) => {
  expect(addLines(text, commands)).toBe(expected);
  expect(withoutLines(expected, commands).trimEnd()).toBe(text.trimEnd());
});

it.each([
  ['a\nx\na\ny\n', 'a', 'a\nx\ny\n'],
  ['a # changed\n', 'a', 'a # changed\n'],
  ['a\n', 'a\nb', 'a\n'],
])('of %j only the last lines that are as they were are taken back', (text, commands, expected) => {
  expect(withoutLines(text, commands)).toBe(expected);
});
