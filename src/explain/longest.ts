/** The longest text the page reads, in UTF-16 units: about 20 000 rules. */
export const longest = 2_000_000;

/** The most lines it reads: a text field of many more stops the browser at every key. */
export const mostLines = 50_000;

/** How much a text has too much of, in numbers; null if the page reads it. */
export const excess = (
  text: string,
): { readonly count: number; readonly of: 'character' | 'line' } | null => {
  if (text.length > longest) return { count: text.length, of: 'character' };
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return lines > mostLines ? { count: lines, of: 'line' } : null;
};
