import { tokens } from './tokens.ts';

/** A coloured stretch of a text, and the `--ft-` colour it is set in. */
export interface ColouredWord {
  readonly from: number;
  readonly to: number;
  readonly colour: string;
}

const words = new RegExp(tokens.map((t, i) => `(?<t${i}>${t.pattern})`).join('|'), 'gm');

/** What nothing breaks: a line that ends in `-` reads as another option. Longer ones may be wider than a phone. */
const isWhole = (word: string): boolean => /^-\S{1,23}$/.test(word);

/** How a coloured word looks. */
export const lookOf = (word: string, colour: string): string =>
  `color: var(--ft-${colour})${isWhole(word) ? '; white-space: nowrap' : ''}`;

/** The coloured words of a text that begins at the start of a line, in order; what is between them is plain. */
export const highlight = (text: string): readonly ColouredWord[] =>
  [...text.matchAll(words)]
    .filter(([word]) => word !== '')
    .map((match) => ({
      from: match.index,
      to: match.index + match[0].length,
      colour: tokens[tokens.findIndex((_, n) => match.groups![`t${n}`] !== undefined)]!.colour,
    }));
