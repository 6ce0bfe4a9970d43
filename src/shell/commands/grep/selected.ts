import { type Found, search } from '../../regex/match.ts';
import type { Regex } from '../../regex/regex.ts';

/** What is looked for, and what is printed of it. */
export interface Search {
  readonly regexes: readonly Regex[];
  readonly whole: 'word' | 'line' | null;
  readonly invert: boolean;
  /** Only the parts of a line that match. */
  readonly only: boolean;
  /** How many lines around one that matches. */
  readonly before: number;
  readonly after: number;
  readonly most: number;
}

/** A line that is printed, or a part of it; `:` for one that matches, `-` for one around it. */
export interface Shown {
  readonly at: number;
  readonly mark: ':' | '-';
  readonly text: string;
}

const isWord = (c: string | undefined): boolean => c !== undefined && /\w/.test(c);

/** The next place where one of the patterns matches, the leftmost and there the longest. */
const find = (
  regexes: readonly Regex[],
  line: string,
  start: number,
  whole: 'word' | 'line' | null,
): Found | null => {
  let best: Found | null = null;
  for (const regex of regexes) {
    for (let from = start; from <= line.length; from++) {
      const found = search(regex, line, from);
      if (!found) break;
      const matches =
        whole === null ||
        (whole === 'line'
          ? found.from === 0 && found.to === line.length
          : !isWord(line[found.from - 1]) && !isWord(line[found.to]));
      if (matches) {
        if (!best || found.from < best.from || (found.from === best.from && found.to > best.to)) best = found;
        break;
      }
      if (whole === 'line') break;
      from = found.from;
    }
  }
  return best;
};

/** What is printed of a text, and how many of its lines count. */
export const selected = (
  lines: readonly string[],
  { regexes, whole, invert, only, before, after, most }: Search,
): { readonly count: number; readonly shown: readonly Shown[] } => {
  const shown: Shown[] = [];
  let count = 0;
  let next = 0;
  let owed = 0;
  for (const [at, text] of lines.entries()) {
    const found = count < most ? find(regexes, text, 0, whole) : null;
    if (count < most && (found !== null) !== invert) {
      count++;
      owed = after;
      if (only) {
        for (let part = found; part; part = find(regexes, text, Math.max(part.to, part.from + 1), whole))
          if (part.to > part.from) shown.push({ at, mark: ':', text: text.slice(part.from, part.to) });
        continue;
      }
      for (let i = Math.max(next, at - before); i < at; i++)
        shown.push({ at: i, mark: '-', text: lines[i]! });
      shown.push({ at, mark: ':', text });
      next = at + 1;
    } else if (owed > 0 && !only) {
      owed--;
      shown.push({ at, mark: '-', text });
      next = at + 1;
    } else if (count >= most) break;
  }
  return { count, shown };
};
