/** Where `~` is a home in a word. Reference: bash 5.2, subst.c and lib/tilde. */
import type { Part } from './syntax.ts';

/** A `~` at `from`. */
export const home = (from: number): Part => ({
  kind: 'parameter',
  name: 'HOME',
  subscript: null,
  indirect: false,
  operation: null,
  quoted: true,
  from,
  to: from + 1,
});

/** In a value such as `~/bin:~/sbin`, a `~` after a colon is a home too. */
export const homesAfterColons = (part: Part): readonly Part[] =>
  part.kind !== 'text' || part.quoted || !part.text.includes(':~')
    ? [part]
    : part.text
        .split(/(?<=:)~(?=[/:]|$)/)
        .flatMap((text, i): readonly Part[] => [
          ...(i > 0 ? [home(0)] : []),
          ...(text === '' ? [] : [{ kind: 'text' as const, text, quoted: false }]),
        ]);

/** In a word such as `NAME=~/x` too, whatever command it is given to. */
export const homeAfterSign = (parts: readonly Part[]): readonly Part[] => {
  const [first, ...rest] = parts;
  if (first?.kind !== 'text' || first.quoted) return parts;
  const found = /^([A-Za-z_]\w*=)~(\/.*|)$/s.exec(first.text);
  if (!found || (found[2] === '' && rest.length > 0)) return parts;
  const text = (t: string): readonly Part[] => (t === '' ? [] : [{ kind: 'text', text: t, quoted: false }]);
  return [...text(found[1]!), home(0), ...text(found[2]!), ...rest];
};
