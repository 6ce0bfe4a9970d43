/** Where an offset is in commands or in iptables-save text: its line, its word, and what that line has loaded. */
import { type CoreKey, type CoreOption, coreOptions } from '../netfilter/command/coreOptions.ts';
import type { Match, Option, Target } from '../netfilter/extension.ts';
import { findMatch, findTarget } from '../netfilter/registry.ts';
import { isTable, type TableName } from '../netfilter/types.ts';

/** The line around an offset, its words, and the word that the offset is in or right after. */
export interface LinePlace {
  readonly line: string;
  readonly start: number;
  readonly words: readonly string[];
  /** The words before the one at the offset. */
  readonly before: readonly string[];
  /** Where that word begins, and what of it is before the offset. */
  readonly from: number;
  readonly word: string;
}

export const linePlace = (text: string, at: number): LinePlace => {
  const start = text.slice(0, at).lastIndexOf('\n') + 1;
  const end = text.indexOf('\n', at);
  const line = text.slice(start, end < 0 ? text.length : end);
  const from = start + /\S*$/.exec(text.slice(start, at))!.index;
  const split = (part: string) => part.split(/\s+/).filter(Boolean);
  return {
    line,
    start,
    from,
    words: split(line),
    before: split(text.slice(start, from)),
    word: text.slice(from, at),
  };
};

const spellings = new Map(
  coreOptions.flatMap((o) =>
    [...(o.short ? [`-${o.short}`] : []), ...o.long.map((long) => `--${long}`)].map(
      (name) => [name, o] as const,
    ),
  ),
);

/** iptables' own option of this spelling. */
export const coreOption = (spelling: string): CoreOption | undefined => spellings.get(spelling);

/** The words that follow one of these options. */
export const valuesAfter = (words: readonly string[], ...keys: readonly CoreKey[]): readonly string[] =>
  words.flatMap((w, i) => (keys.includes(coreOption(words[i - 1] ?? '')?.key as CoreKey) ? [w] : []));

/** The extensions a line loads: by `-m`, by `-p`, by `-j`. */
export const loadedBy = (words: readonly string[]): readonly (Match | Target)[] => [
  ...valuesAfter(words, 'match', 'protocol').flatMap((name) => findMatch(name) ?? []),
  ...valuesAfter(words, 'jump').flatMap((name) => findTarget(name) ?? []),
];

export const optionsOf = ({ options }: Match | Target): readonly Option<unknown>[] =>
  Object.values(options) as readonly Option<unknown>[];

/** The table a place is in: `-t` on its line, else the `*table` above it. */
export const tableAt = (text: string, { words, from }: LinePlace): TableName => {
  const name = valuesAfter(words, 'table')[0] ?? [...text.slice(0, from).matchAll(/^\*(\w+)/gm)].at(-1)?.[1];
  return name !== undefined && isTable(name) ? name : 'filter';
};
