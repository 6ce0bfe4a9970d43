/**
 * Patterns: `*`, `?`, `[a-z]`, `[[:digit:]]`. A backslash takes a letter's meaning away. Reference: bash 5.2,
 * lib/glob.
 */
import { characterClass } from '../regex/readPattern.ts';

interface Bracket {
  readonly negated: boolean;
  readonly tests: readonly ((c: string) => boolean)[];
}
type PatternPart =
  | { readonly kind: 'letter'; readonly letter: string }
  | { readonly kind: 'any' | 'many' }
  | { readonly kind: 'bracket'; readonly bracket: Bracket };

/** A pattern that was read: letters, and what is in the place of one letter (`any`) or of several (`many`). */
export interface Pattern {
  readonly parts: readonly PatternPart[];
}

const readBracket = (
  pattern: string,
  open: number,
): { readonly bracket: Bracket; readonly end: number } | null => {
  let at = open + 1;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at++;
  const tests: ((c: string) => boolean)[] = [];
  for (let first = true; at < pattern.length; first = false) {
    if (pattern[at] === ']' && !first) return { bracket: { negated, tests }, end: at + 1 };
    const named = pattern[at] === '[' ? /^\[:([a-z]+):\]/.exec(pattern.slice(at, at + 14)) : null;
    if (named) {
      tests.push(characterClass(named[1]!) ?? (() => false));
      at += named[0].length;
      continue;
    }
    if (pattern[at] === '\\' && at + 1 < pattern.length) at++;
    const from = pattern[at]!;
    let to = from;
    if (pattern[at + 1] === '-' && at + 2 < pattern.length && pattern[at + 2] !== ']') {
      at += pattern[at + 2] === '\\' && at + 3 < pattern.length ? 3 : 2;
      to = pattern[at]!;
    }
    at++;
    tests.push((c) => from <= c && c <= to);
  }
  return null;
};

/** Reads a pattern. */
export const readPattern = (pattern: string): Pattern => {
  const parts: PatternPart[] = [];
  for (let at = 0; at < pattern.length; ) {
    const c = pattern[at]!;
    const found = c === '[' ? readBracket(pattern, at) : null;
    if (found) parts.push({ kind: 'bracket', bracket: found.bracket });
    else if (c === '*') {
      if (parts.at(-1)?.kind !== 'many') parts.push({ kind: 'many' });
    } else if (c === '?') parts.push({ kind: 'any' });
    else parts.push({ kind: 'letter', letter: c === '\\' && at + 1 < pattern.length ? pattern[++at]! : c });
    at = found ? found.end : at + 1;
  }
  return { parts };
};

const matchesPart = (part: PatternPart, c: string): boolean => {
  switch (part.kind) {
    case 'letter':
      return part.letter === c;
    case 'any':
    case 'many':
      return true;
    case 'bracket':
      return part.bracket.tests.some((test) => test(c)) !== part.bracket.negated;
  }
};

/** Whether a pattern matches all of a text. Takes at most the product of their lengths. */
export const matches = ({ parts }: Pattern, text: string): boolean => {
  let [p, n] = [0, 0];
  let [starP, starN] = [-1, 0];
  while (n < text.length) {
    const part = parts[p];
    if (part?.kind === 'many') {
      starP = p++;
      starN = n;
    } else if (part !== undefined && matchesPart(part, text[n]!)) {
      p++;
      n++;
    } else if (starP >= 0) {
      p = starP + 1;
      n = ++starN;
    } else return false;
  }
  while (parts[p]?.kind === 'many') p++;
  return p === parts.length;
};

/**
 * Where a match that begins at `from` ends: the first place that it can, or the last; null where there is none.
 * `work` counts what it took.
 */
export const matchEnd = (
  { parts }: Pattern,
  text: string,
  from: number,
  which: 'shortest' | 'longest',
  work: { steps: number },
): number | null => {
  let now = new Set<number>();
  const reach = (states: Set<number>, p: number): void => {
    for (let at = p; ; at++) {
      states.add(at);
      if (parts[at]?.kind !== 'many') return;
    }
  };
  reach(now, 0);
  let best: number | null = null;
  for (let at = from; now.size > 0; at++) {
    if (now.has(parts.length)) {
      best = at;
      if (which === 'shortest') return best;
      // A star at the end takes all that is left.
      if (parts.at(-1)?.kind === 'many') return text.length;
    }
    if (at >= text.length) break;
    const next = new Set<number>();
    for (const p of now) {
      work.steps++;
      const part = parts[p];
      if (part === undefined || !matchesPart(part, text[at]!)) continue;
      reach(next, part.kind === 'many' ? p : p + 1);
    }
    now = next;
  }
  return best;
};

/** Whether a text has anything of a pattern in it. A text longer than any path has not. */
export const isGlob = (pattern: string): boolean =>
  pattern.length <= 4096 && /(^|[^\\])(\\\\)*[*?[]/.test(pattern);

/** A pattern without its backslashes: the name itself. */
export const unescaped = (pattern: string): string => pattern.replace(/\\(.)/gs, '$1');

/** A text as a pattern that matches it and nothing else. */
export const literally = (text: string): string => text.replace(/[\\*?[\]]/g, '\\$&');

/**
 * The paths that match a pattern, in order; empty where none does. `names` lists a folder, and gives nothing
 * where there is none.
 */
export const expandGlob = (
  pattern: string,
  names: (folder: string) => readonly string[],
  isFolder: (path: string) => boolean,
): readonly string[] => {
  const parts = pattern.split('/');
  let found = [parts[0] === '' && parts.length > 1 ? '/' : ''];
  const rest = parts[0] === '' && parts.length > 1 ? parts.slice(1) : parts;
  for (const [i, part] of rest.entries()) {
    const last = i === rest.length - 1;
    if (part === '') {
      if (last) found = found.filter(isFolder);
      continue;
    }
    const read = isGlob(part) ? readPattern(part) : null;
    const first = read?.parts[0];
    const showsHidden = first?.kind === 'letter' && first.letter === '.';
    found = found.flatMap((folder) => {
      const there = names(folder === '' ? '.' : folder);
      const matching = read
        ? there.filter((name) => (showsHidden || !name.startsWith('.')) && matches(read, name))
        : there.includes(unescaped(part)) || part === '.' || part === '..'
          ? [unescaped(part)]
          : [];
      return matching
        .map((name) => folder + name)
        .filter((path) => last || isFolder(path))
        .map((path) => (last ? path : `${path}/`));
    });
  }
  return found;
};
