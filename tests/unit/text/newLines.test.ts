import { expect, test } from 'vitest';
import { newLines } from '../../../src/text/newLines.ts';

const rows: readonly (readonly [what: string, before: string, after: string, marked: readonly number[]])[] = [
  ['nothing', 'a\nb', 'a\nb', []],
  ['a line between', 'a\nc', 'a\nb\nc', [1]],
  ['two places', 'a\nb\nc', 'x\na\nb\ny\nc', [0, 3]],
  ['a line that is gone', 'a\nb\nc', 'a\nc', []],
  ['a line that moved', 'a\nb\nc', 'b\nc\na', [2]],
  ['one of two that are the same', 'a', 'a\na', [1]],
  ['a column that moved', 'DROP   tcp', 'DROP tcp  ', []],
  ['everything', '', 'a\nb', [0, 1]],
  ['more than is compared', 'a\n'.repeat(500), `x\n${'b\n'.repeat(3)}`, [0, 1, 2, 3]],
];
test.each(rows)('%s', (_, before, after, marked) => {
  expect([...newLines(before.split('\n'), after.split('\n'))]).toEqual(marked);
});
