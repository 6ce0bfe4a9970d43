/**
 * A prompt and the line after it as a terminal draws them: over several rows, with the cursor somewhere
 * inside.
 */
import { cellsOf, shown } from '../terminal/cells.ts';

/** What is drawn, and how far below its first row the cursor stands. */
export interface Painted {
  readonly text: string;
  readonly cursorRow: number;
}

/** What to draw. `at` is an offset into `line`. */
export interface Picture {
  readonly prompt: string;
  readonly line: string;
  readonly at: number;
  readonly columns: number;
  readonly rows: number;
}

/** Of a line longer than the screen, the part around the cursor. */
const inSight = ({
  prompt,
  line,
  at,
  columns,
  rows,
}: Picture): { readonly line: string; readonly at: number } => {
  // A character may be four cells (`M-^@`), and nothing may be drawn above the screen.
  const room = Math.max(20, Math.floor((columns * (rows - 1) - prompt.length) / 2));
  if (line.length <= room) return { line, at };
  const from = Math.max(0, Math.min(at - Math.floor(room / 2), line.length - room));
  return {
    line: (from > 0 ? '…' : '') + line.slice(from, from + room) + (from + room < line.length ? '…' : ''),
    at: at - from + (from > 0 ? 1 : 0),
  };
};

/** Draws over what was drawn before (null: the cursor stands at the start of an empty row). */
export const paint = (before: Painted | null, picture: Picture): Painted => {
  const { line, at } = inSight(picture);
  const { prompt, columns } = picture;
  let row = 0;
  let column = 0;
  let text = '';
  let cursor = { row: 0, column: 0 };
  const put = (char: string) => {
    for (const c of shown(char)) {
      const cells = cellsOf(c.codePointAt(0)!);
      if (column + cells > columns) {
        row++;
        column = 0;
      }
      column += cells;
      text += c;
    }
  };
  for (const char of prompt) put(char);
  let offset = 0;
  const mark = () => {
    cursor = column === columns ? { row: row + 1, column: 0 } : { row, column };
  };
  for (const char of line) {
    if (offset === at) mark();
    put(char);
    offset += char.length;
  }
  if (offset <= at) mark();
  // A terminal goes to the next row only with the next character.
  if (column === columns) {
    text += ' \r';
    row++;
    column = 0;
  }
  const up = before && before.cursorRow > 0 ? `\x1b[${before.cursorRow}A` : '';
  const back = `${row > cursor.row ? `\x1b[${row - cursor.row}A` : ''}\r${cursor.column > 0 ? `\x1b[${cursor.column}C` : ''}`;
  return { text: `\r${up}\x1b[J${text}${back}`, cursorRow: cursor.row };
};
