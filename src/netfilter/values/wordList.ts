import { parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';

/**
 * A list of some of these words, separated by commas. The beginning of a word is enough, in any case. The value has
 * them in the order of `words`. `bad` makes iptables' message for an unknown word, from the text that begins with it
 * and whether it is the last.
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
        `Choose from ${words.join(', ')}. Separate several with commas, without spaces.`,
      );
    return parsed(words.filter((w) => meant.includes(w)));
  },
});
