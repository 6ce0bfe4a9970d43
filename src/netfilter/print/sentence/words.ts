/** Small words that the sentences about rules share. */

const numerals = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const ordinals = ['', 'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'];

/** `seven`; from eleven on in digits. */
export const numeral = (n: number): string => numerals[n] ?? String(n);

/** `fourth`; from ten on `10th`, `21st`. */
export const ordinal = (n: number): string => {
  if (ordinals[n]) return ordinals[n];
  const ends = ['th', 'st', 'nd', 'rd'];
  return `${n}${(Math.floor(n / 10) % 10 === 1 ? undefined : ends[n % 10]) ?? 'th'}`;
};

/** `a`, `a and b`, `a, b and c`. */
export const listed = (items: readonly string[], word: 'and' | 'or' = 'and'): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;

/** The same words with a capital letter in front, or a small one unless a name begins them. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const small = (text: string): string =>
  /^[A-Z]([a-z]|$|’)/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

/** Text that a rule quotes, cut where it would fill the sentence, its blanks and control characters made one. */
export const quoted = (text: string, most = 40): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a rule's text may hold any byte
  const plain = text.replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim();
  return `“${plain.length > most ? `${plain.slice(0, most)}…` : plain}”`;
};
