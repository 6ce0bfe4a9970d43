import { search } from '../../regex/match.ts';
import type { Regex } from '../../regex/regex.ts';

/** The places where a pattern has a match that is not empty, from left to right. */
function* matches(
  regex: Regex,
  text: string,
): Generator<{ readonly from: number; readonly to: number }, void> {
  for (let from = 0; ; ) {
    const found = search(regex, text, from);
    if (!found) return;
    if (found.to > found.from) yield found;
    from = Math.max(found.to, from + Number(found.to === found.from));
  }
}

/** A text cut where a pattern matches; no parts of an empty one. */
export const splitBy = (regex: Regex, text: string): string[] => {
  if (text === '') return [];
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of matches(regex, text)) {
    parts.push(text.slice(at, from));
    at = to;
  }
  return [...parts, text.slice(at)];
};

/** A text cut as FS says: at blanks for a blank, at that letter for a letter, else at a pattern, which `read` makes. */
export const splitFields = (text: string, separator: string, read: (pattern: string) => Regex): string[] => {
  if (separator === ' ') return text.split(/[ \t\n]+/).filter((part) => part !== '');
  if (text === '') return [];
  if (separator.length === 1 && separator !== '\\') return text.split(separator);
  return separator === '' ? [...text] : splitBy(read(separator), text);
};
