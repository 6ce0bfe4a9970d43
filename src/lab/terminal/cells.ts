/** How many cells of a terminal a character takes; the terminal itself is told to count the same. */
import { safe } from '../../shell/safe.ts';

const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x2fffd],
  [0x30000, 0x3fffd],
];

/**
 * The cells of one code point: none for a mark that joins the one before it, two for wide writing and
 * pictures.
 */
export const cellsOf = (code: number): 0 | 1 | 2 => {
  if (code < 0x300) return code < 0x20 || (code >= 0x7f && code < 0xa0) ? 0 : 1;
  const char = String.fromCodePoint(code);
  if (/^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]$/u.test(char)) return 0;
  return wide.some(([from, to]) => code >= from && code <= to) || /^\p{Emoji_Presentation}$/u.test(char)
    ? 2
    : 1;
};

/**
 * A character of a line as it is shown there: a line end and a tab as one sign, what is no writing as `^X`.
 */
export const shown = (char: string): string => (char === '\n' ? '⏎' : char === '\t' ? ' ' : safe(char));
