import { parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';

/**
 * A comma-separated list out of fixed words, kept in the kernel's order. The beginning of a word, in any
 * case, will do. `bad` is iptables' message for a word that is none: it gets the text from there on, and
 * whether that is the last word.
 * Reference: extensions/libxt_conntrack.c, conntrack_ps_states.
 */
export const wordList = <T extends string>(
  words: readonly T[],
  bad: (rest: string, last: boolean) => string,
): Value<readonly T[]> => ({
  form: `${words[0]},${words[1]},…`,
  suggestions: words,
  parse(text) {
    const given = text.split(',');
    const meant = given.map((w) =>
      w === '' ? undefined : words.find((known) => known.startsWith(w.toUpperCase())),
    );
    const wrong = meant.indexOf(undefined);
    if (wrong >= 0)
      return refused(
        bad(given.slice(wrong).join(','), wrong === given.length - 1),
        `Choose from ${words.join(', ')}; separate several with a comma and no blank.`,
      );
    return parsed(words.filter((w) => meant.includes(w)));
  },
});
