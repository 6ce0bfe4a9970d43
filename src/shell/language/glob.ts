/**
 * Patterns of file names: `*`, `?`, `[a-z]`. A backslash takes a letter's meaning away. Reference: bash 5.2,
 * lib/glob.
 */

interface Bracket {
  readonly negated: boolean;
  readonly ranges: readonly (readonly [string, string])[];
}
type GlobPart = string | { readonly any: 'one' | 'many' } | Bracket;

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

const read = (pattern: string): GlobPart[] => {
  const parts: GlobPart[] = [];
  for (let at = 0; at < pattern.length; ) {
    const c = pattern[at]!;
    const found = c === '[' ? readBracket(pattern, at) : null;
    if (found) parts.push(found.bracket);
    else if (c === '*') parts.push({ any: 'many' });
    else if (c === '?') parts.push({ any: 'one' });
    else parts.push(c === '\\' && at + 1 < pattern.length ? pattern[++at]! : c);
    at = found ? found.end : at + 1;
  }
  return parts;
};

const matchesPart = (part: GlobPart, c: string): boolean =>
  typeof part === 'string'
    ? part === c
    : 'any' in part
      ? true
      : part.ranges.some(([a, b]) => a <= c && c <= b) !== part.negated;

/** Whether a name matches a pattern. Takes at most the product of their lengths. */
const matchesGlob = (pattern: string, name: string): boolean => {
  const parts = read(pattern);
  if (name.startsWith('.') && parts[0] !== '.') return false;
  let [p, n] = [0, 0];
  let [starP, starN] = [-1, 0];
  while (n < name.length) {
    const part = parts[p];
    if (part !== undefined && typeof part === 'object' && 'any' in part && part.any === 'many') {
      starP = p++;
      starN = n;
    } else if (part !== undefined && matchesPart(part, name[n]!)) {
      p++;
      n++;
    } else if (starP >= 0) {
      p = starP + 1;
      n = ++starN;
    } else return false;
  }
  while (p < parts.length) {
    const part = parts[p++]!;
    if (!(typeof part === 'object' && 'any' in part && part.any === 'many')) return false;
  }
  return true;
};

/** Whether a text has anything of a pattern in it. A text longer than any path has not. */
export const isGlob = (pattern: string): boolean =>
  pattern.length <= 4096 && /(^|[^\\])(\\\\)*[*?[]/.test(pattern);

/** A pattern without its backslashes: the name itself. */
export const unescaped = (pattern: string): string => pattern.replace(/\\(.)/gs, '$1');

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
    found = found.flatMap((folder) => {
      const there = names(folder === '' ? '.' : folder);
      const matching = isGlob(part)
        ? there.filter((name) => matchesGlob(part, name))
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
