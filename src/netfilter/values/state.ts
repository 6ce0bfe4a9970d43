import type { Value } from '../extension.ts';
import { parsed, refused } from '../problem.ts';

/** A comma-separated list out of fixed words, kept in the kernel's order. `bad` is iptables' message for another word. */
export const wordList = <T extends string>(words: readonly T[], bad: (word: string, text: string) => string): Value<readonly T[]> => ({
  form: `${words[0]},${words[1]},…`,
  suggestions: words,
  parse(text) {
    const given = text.split(',');
    const wrong = given.find((w) => !words.some((known) => known === w.toUpperCase()));
    if (wrong !== undefined) return refused(bad(wrong, text), `Choose from ${words.join(', ')}; separate several with a comma and no blank.`);
    return parsed(words.filter((w) => given.some((g) => g.toUpperCase() === w)));
  },
});
