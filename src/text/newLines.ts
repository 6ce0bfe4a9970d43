/** More comparisons than this, and all that is between what both begin and end with counts as new. */
const most = 100_000;

/**
 * Which lines of a text are not in the one before it, by their numbers from 0: those that are not in the longest row of lines
 * that both have in the same order. Blanks that only move a column do not count.
 */
export const newLines = (before: readonly string[], after: readonly string[]): ReadonlySet<number> => {
  const [a, b] = [before, after].map((lines) => lines.map((line) => line.trimEnd().replace(/ +/g, ' ')));
  const shorter = Math.min(a!.length, b!.length);
  let start = 0;
  while (start < shorter && a![start] === b![start]) start++;
  let end = 0;
  while (end < shorter - start && a!.at(-1 - end) === b!.at(-1 - end)) end++;
  const [was, is] = [a!, b!].map((lines) => lines.slice(start, lines.length - end));
  const compared = was!.length * is!.length <= most ? was! : [];
  const longest = Array.from({ length: compared.length + 1 }, () =>
    new Array<number>(is!.length + 1).fill(0),
  );
  for (let i = compared.length - 1; i >= 0; i--)
    for (let j = is!.length - 1; j >= 0; j--)
      longest[i]![j] =
        compared[i] === is![j]
          ? 1 + longest[i + 1]![j + 1]!
          : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
  const found = new Set<number>();
  let i = 0;
  for (let j = 0; j < is!.length; ) {
    if (i < compared.length && compared[i] === is![j]) {
      i++;
      j++;
    } else if (i < compared.length && longest[i + 1]![j]! >= longest[i]![j + 1]!) i++;
    else found.add(start + j++);
  }
  return found;
};
