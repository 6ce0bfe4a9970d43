import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import type { Advice, Hint } from './hints.ts';

/**
 * A long option that is written with one dash, where the line's first mistake comes from it: with the second dash that mistake is
 * gone, and what is left, if anything, comes after it. `oneDash` says what a word should be, or null; `mistakeIn` gives a line's first
 * mistake, or null.
 */
export const missingDash = (
  words: readonly Word[],
  at: Problem,
  oneDash: (word: Word) => Required<Hint> | null,
  mistakeIn: (words: readonly Word[]) => Problem | null,
): Advice | null => {
  for (const [i, word] of words.entries()) {
    const found = oneDash(word);
    if (!found) continue;
    const mended = found.replacement.split(' ').map((text) => ({ ...word, text }));
    const left = mistakeIn([...words.slice(0, i), ...mended, ...words.slice(i + 1)]);
    const end = words[i + 1]?.to ?? word.to;
    if (!left || (left.from > end && left.from > at.from)) return { from: word.from, to: word.to, ...found };
  }
  return null;
};
