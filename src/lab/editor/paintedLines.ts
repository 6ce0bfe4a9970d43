import type { Problem } from '../../text/problem.ts';
import { highlight } from './highlight.ts';

/** A stretch of a line that looks the same from end to end; `colour` is null where it is plain. */
export interface Piece {
  readonly text: string;
  readonly colour: string | null;
  readonly wrong: boolean;
}

/** Longer texts are one plain piece: every key would paint all of it. */
const longest = 30_000;

/**
 * A text as lines of pieces, coloured as the editor colours it and with its problems marked. A text that is too long
 * for that is one piece with its line breaks inside, and a zero-width space after them, so that an empty last line
 * has its height.
 */
export const paintedLines = (
  text: string,
  problems: readonly Pick<Problem, 'from' | 'to'>[],
): readonly (readonly Piece[])[] => {
  if (text.length > longest) return [[{ text: `${text}\u200b`, colour: null, wrong: false }]];
  const coloured = highlight(text);
  const wrong = problems.slice(0, 200);
  const edges = new Set([0, text.length]);
  for (const { from, to } of [...coloured, ...wrong]) edges.add(from).add(to);
  const sorted = [...edges].filter((at) => at <= text.length).sort((a, b) => a - b);
  const lines: Piece[][] = [[]];
  let next = 0;
  for (const [i, from] of sorted.slice(0, -1).entries()) {
    const to = sorted[i + 1]!;
    while (next < coloured.length && coloured[next]!.to <= from) next++;
    const word = coloured[next];
    const look = {
      colour: word && word.from <= from ? word.colour : null,
      wrong: wrong.some((p) => p.from <= from && to <= p.to),
    };
    for (const [n, part] of text.slice(from, to).split('\n').entries()) {
      if (n > 0) lines.push([]);
      if (part !== '') lines.at(-1)!.push({ text: part, ...look });
    }
  }
  return lines;
};
