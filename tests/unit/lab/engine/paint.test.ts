import { expect, it } from 'vitest';
import { type Painted, paint } from '../../../../src/lab/engine/paint.ts';
import { cellsOf } from '../../../../src/lab/terminal/cells.ts';

const columns = 10;
const rows = 6;
/** A screen that knows what `paint` uses, and nothing else: written plainly, to be held against it. */
const screen = () => {
  const cells: string[][] = [];
  let row = 0;
  let column = 0;
  const at = (r: number) => (cells[r] ??= []);
  return {
    write(text: string) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is sent
      for (const [part] of text.matchAll(/\x1b\[(\d*)([A-Z])|[\s\S]/gu)) {
        const move = /\[(\d*)([A-Z])/.exec(part);
        if (part.length > 1 && move) {
          const n = Number(move[1] || 1);
          if (move[2] === 'A') row -= n;
          else if (move[2] === 'C') column += n;
          else if (move[2] === 'J') {
            cells.length = row + 1;
            at(row).length = column;
          } else throw new Error(`what is ${JSON.stringify(part)}?`);
        } else if (part === '\r') column = 0;
        else {
          const width = cellsOf(part.codePointAt(0)!);
          if (column + width > columns) {
            row++;
            column = 0;
          }
          for (let i = 0; i < width; i++) at(row)[column + i] = i === 0 ? part : '';
          column += width;
        }
      }
    },
    look: () => ({
      lines: Array.from(cells, (r) => Array.from(r ?? [], (c) => c ?? ' ').join('')),
      row,
      column,
    }),
  };
};
const drawn = (...steps: readonly (readonly [line: string, at: number])[]) => {
  const s = screen();
  let painted: Painted | null = null;
  for (const [line, at] of steps) {
    painted = paint(painted, { prompt: 'a:# ', line, at, columns, rows });
    s.write(painted.text);
  }
  return s.look();
};

it.each<[string, (readonly [string, number])[], ReturnType<ReturnType<typeof screen>['look']>]>([
  ['a short line', [['ls', 2]], { lines: ['a:# ls'], row: 0, column: 6 }],
  ['the cursor inside', [['ls', 1]], { lines: ['a:# ls'], row: 0, column: 5 }],
  ['a line over two rows', [['12345678', 8]], { lines: ['a:# 123456', '78'], row: 1, column: 2 }],
  [
    'a line that fills its row to the end',
    [['123456', 6]],
    { lines: ['a:# 123456', ' '], row: 1, column: 0 },
  ],
  [
    'the cursor at the start of the second row',
    [['12345678', 6]],
    { lines: ['a:# 123456', '78'], row: 1, column: 0 },
  ],
  [
    'a wide sign that has no room at the end of a row',
    [['12345漢', 6]],
    { lines: ['a:# 12345', '漢'], row: 1, column: 2 },
  ],
  [
    'marks take no room',
    [['e\u0301x', 3]],
    { lines: ['a:# e\u0301x'.replace('e\u0301', 'e')], row: 0, column: 6 },
  ],
  [
    'a shorter line wipes a longer one',
    [
      ['1234567890', 10],
      ['12', 2],
    ],
    { lines: ['a:# 12'], row: 0, column: 6 },
  ],
  [
    'from the middle of three rows',
    [
      ['12345678901234567890', 9],
      ['x', 1],
    ],
    { lines: ['a:# x'], row: 0, column: 5 },
  ],
  ['control characters are shown', [['a\x1bc', 3]], { lines: ['a:# a^[c'], row: 0, column: 8 }],
  ['a line of several lines is one', [['a\nb', 3]], { lines: ['a:# a⏎b'], row: 0, column: 7 }],
])('%s', (_, steps, look) => {
  const seen = drawn(...steps);
  // The plain screen keeps no marks that take no cell.
  expect({ ...seen, lines: seen.lines.map((l) => l.replace('\u0301', '')) }).toEqual(look);
});

it('a line longer than the screen is drawn around its cursor, and never higher than the screen', () => {
  for (const at of [0, 5000, 10_000]) {
    const { lines, row } = drawn(['0123456789'.repeat(1000), at]);
    expect(lines.length).toBeLessThanOrEqual(rows);
    expect(row).toBeLessThan(rows);
  }
});
