/**
 * Patterns of file names: `*`, `?`, `[a-z]`. A backslash takes a letter's meaning away. Reference: bash 5.2,
 * lib/glob.
 */

interface Bracket {
  readonly negated: boolean;
  readonly ranges: readonly (readonly [string, string])[];
}
type Piece = string | { readonly any: 'one' | 'many' } | Bracket;

const readBracket = (
  pattern: string,
  open: number,
): { readonly bracket: Bracket; readonly end: number } | null => {
  let at = open + 1;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at++;
  const ranges: [string, string][] = [];
  for (let first = true; at < pattern.length; first = false) {
    if (pattern[at] === ']' && !first) return { bracket: { negated, ranges }, end: at + 1 };
    if (pattern[at] === '\\' && at + 1 < pattern.length) at++;
    const from = pattern[at]!;
    if (pattern[at + 1] === '-' && at + 2 < pattern.length && pattern[at + 2] !== ']') {
      ranges.push([from, pattern[at + 2]!]);
      at += 3;
    } else {
      ranges.push([from, from]);
      at++;
    }
  }
  return null;
};

const read = (pattern: string): Piece[] => {
  const pieces: Piece[] = [];
  for (let at = 0; at < pattern.length; ) {
    const c = pattern[at]!;
    const found = c === '[' ? readBracket(pattern, at) : null;
    if (found) pieces.push(found.bracket);
    else if (c === '*') pieces.push({ any: 'many' });
    else if (c === '?') pieces.push({ any: 'one' });
    else pieces.push(c === '\\' && at + 1 < pattern.length ? pattern[++at]! : c);
    at = found ? found.end : at + 1;
  }
  return pieces;
};

const fits = (piece: Piece, c: string): boolean =>
  typeof piece === 'string'
    ? piece === c
    : 'any' in piece
      ? true
      : piece.ranges.some(([a, b]) => a <= c && c <= b) !== piece.negated;

/** Whether a name fits a pattern. Takes at most the product of their lengths. */
const matchesGlob = (pattern: string, name: string): boolean => {
  const pieces = read(pattern);
  if (name.startsWith('.') && pieces[0] !== '.') return false;
  let [p, n] = [0, 0];
  let [starP, starN] = [-1, 0];
  while (n < name.length) {
    const piece = pieces[p];
    if (piece !== undefined && typeof piece === 'object' && 'any' in piece && piece.any === 'many') {
      starP = p++;
      starN = n;
    } else if (piece !== undefined && fits(piece, name[n]!)) {
      p++;
      n++;
    } else if (starP >= 0) {
      p = starP + 1;
      n = ++starN;
    } else return false;
  }
  while (p < pieces.length) {
    const piece = pieces[p++]!;
    if (!(typeof piece === 'object' && 'any' in piece && piece.any === 'many')) return false;
  }
  return true;
};

/** Whether a text has anything of a pattern in it. A text longer than any path has not. */
export const isGlob = (pattern: string): boolean =>
  pattern.length <= 4096 && /(^|[^\\])(\\\\)*[*?[]/.test(pattern);

/** A pattern without its backslashes: the name itself. */
export const unescaped = (pattern: string): string => pattern.replace(/\\(.)/gs, '$1');

/**
 * The paths that fit a pattern, in order; empty where none does. `names` lists a folder, and gives nothing
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
    found = found.flatMap((folder) => {
      const there = names(folder === '' ? '.' : folder);
      const fitting = isGlob(part)
        ? there.filter((name) => matchesGlob(part, name))
        : there.includes(unescaped(part)) || part === '.' || part === '..'
          ? [unescaped(part)]
          : [];
      return fitting
        .map((name) => folder + name)
        .filter((path) => last || isFolder(path))
        .map((path) => (last ? path : `${path}/`));
    });
  }
  return found;
};
