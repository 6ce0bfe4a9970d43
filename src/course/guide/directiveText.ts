/** The text of the lab or exercise with this id, from its first colons to its last; null if the text has none. */
export const directiveText = (source: string, id: string): string | null => {
  const lines = source.split('\n');
  const first = lines.findIndex((line) => new RegExp(`^:::\\w+\\[.*\\]\\{#${id}[ }]`).test(line));
  const last = lines.indexOf(':::', first);
  return first < 0 || last < 0 ? null : lines.slice(first, last + 1).join('\n');
};
