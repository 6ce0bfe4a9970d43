import { search } from '../../regex/match.ts';
import type { Regex } from '../../regex/regex.ts';

/**
 * What `sub` and `gsub` make of a text, and how many they replaced. `&` in the replacement is what matched.
 * `bounded` throws where the text grows too long.
 */
export const replaced = (
  regex: Regex,
  replacement: string,
  text: string,
  all: boolean,
  bounded: (text: string) => string,
): { readonly text: string; readonly count: number } => {
  let out = '';
  let at = 0;
  let count = 0;
  for (let from = 0; from <= text.length; ) {
    const found = search(regex, text, from);
    if (!found) break;
    const empty = found.to === found.from;
    if (!(empty && found.from === at && count > 0)) {
      const whole = text.slice(found.from, found.to);
      out +=
        text.slice(at, found.from) +
        replacement.replace(/\\\\|\\&|&/g, (m) => (m === '&' ? whole : m.slice(1)));
      at = found.to;
      count++;
      bounded(out);
    }
    from = empty ? found.to + 1 : found.to;
    if (!all) break;
  }
  return { text: out + text.slice(at), count };
};
