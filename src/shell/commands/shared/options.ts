/** Options as getopt reads them, for commands that collect them before they do anything. */

import { type LongOptions, longGroup, type ShortOptions, WordReader } from '../../../text/getopt.ts';
import { isNotSimulated, type Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { problemAt } from './result.ts';

/**
 * What a command takes: each option under a key, with its spellings (`-c`, `--count`) and whether it takes an
 * argument.
 */
export type OptionTable = Readonly<
  Record<string, { readonly names: readonly string[]; readonly takes?: 'required' | 'optional' }>
>;

/**
 * What was given: by key, the option's own word where it takes nothing, else its argument, the last where it
 * came twice; and all other words.
 */
export interface Options {
  readonly of: Readonly<Record<string, Word>>;
  readonly all: readonly { readonly key: string; readonly word: Word }[];
  readonly rest: readonly Word[];
}

const tables = new WeakMap<
  OptionTable,
  { readonly short: ShortOptions<string>; readonly long: LongOptions<string> }
>();
const tableOf = (
  declared: OptionTable,
): { readonly short: ShortOptions<string>; readonly long: LongOptions<string> } => {
  const made = tables.get(declared);
  if (made) return made;
  const entries = Object.entries(declared).flatMap(([owner, option]) => {
    const takes: 'none' | 'required' | 'optional' = option.takes ?? 'none';
    return option.names.map((name) => ({ name, takes, owner }));
  });
  const table = {
    short: Object.fromEntries(
      entries
        .filter((e) => !e.name.startsWith('--'))
        .map(({ name, takes, owner }) => [name.slice(1), { takes, owner }]),
    ),
    long: longGroup(
      entries
        .filter((e) => e.name.startsWith('--'))
        .map(({ name, takes, owner }) => ({ name: name.slice(2), takes, owner })),
    ),
  };
  tables.set(declared, table);
  return table;
};

/**
 * Reads a command's options, in any order among its other words, or where another command may be among them, up to
 * the first word. An option that the real command has (one of the letters or long names in `unsupported`) and we do
 * not is refused by name; one that it does not have, in getopt's words.
 */
export const readOptions = (
  program: string,
  words: readonly Word[],
  declared: OptionTable,
  unsupported: string,
  status: number,
  upTo: 'end' | 'word' = 'end',
): Options | Problem => {
  const { short, long } = tableOf(declared);
  const reader = new WordReader<string>(words);
  const of: Record<string, Word> = {};
  const all: { key: string; word: Word }[] = [];
  const rest: Word[] = [];
  const here = `Here ${program} takes ${Object.values(declared)
    .map((d) => d.names[0])
    .join(', ')}.`;
  while (!reader.done) {
    const read = reader.read(short, [long]);
    if (read.kind === 'word') {
      rest.push(read.at);
      while (upTo === 'word' && !reader.done) rest.push(reader.take());
    } else if (read.kind === 'end') rest.push(...read.rest);
    else if (read.kind === 'option') {
      const word = read.argument ?? read.at;
      of[read.owner] = word;
      all.push({ key: read.owner, word });
    } else {
      const longName = read.name.startsWith('--');
      const name = longName ? read.name.replace(/=.*/, '') : read.name[1]!;
      if (read.kind === 'missing')
        return problemAt(
          read.at,
          longName
            ? `${program}: option '${name}' requires an argument`
            : `${program}: option requires an argument -- '${name}'`,
          status,
          `${read.name} needs a word after it.`,
        );
      if (
        unsupported.split(' ').some((u) => (longName ? u === name : !u.startsWith('--') && u.includes(name)))
      )
        return problemAt(read.at, `${program}: ${read.name} is not simulated here`, status, here);
      return problemAt(
        read.at,
        longName
          ? `${program}: unrecognized option '${read.name}'`
          : `${program}: invalid option -- '${name}'`,
        status,
        here,
      );
    }
  }
  return { of, all, rest };
};

/** Options as GNU's commands read them, whose messages end in a line of their own, `help`. */
export const gnuOptions = (
  name: string,
  words: readonly Word[],
  declared: OptionTable,
  unsupported: string,
  status = 1,
  {
    upTo = 'end',
    help = `Try '${name} --help' for more information.`,
  }: { readonly upTo?: 'end' | 'word'; readonly help?: string } = {},
): Options | Problem => {
  const read = readOptions(name, words, declared, unsupported, status, upTo);
  if (!('message' in read) || isNotSimulated(read)) return read;
  return { ...read, message: `${read.message}\n${help}` };
};
