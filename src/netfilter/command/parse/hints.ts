import type { LongOptions } from '../../../text/getopt.ts';
import { suggest } from '../../../text/suggest.ts';
import type { Word } from '../../../text/words.ts';
import { matchRegistry, targetRegistry } from '../../registry.ts';
import { tableNames } from '../../types.ts';

// What we add to the real command's message: what is wrong, and what to type instead.

/** A hint, and the text to put in place of the word. */
export interface Hint {
  readonly hint: string;
  readonly replacement?: string;
}

const withReplacement = (hint: string, replacement: string | null): Hint =>
  replacement === null ? { hint } : { hint, replacement };

const allExtensions = [
  ...matchRegistry.names.map((name) => ({ name, kind: 'match', options: matchRegistry.optionNames(name) })),
  ...targetRegistry.names.map((name) => ({
    name,
    kind: 'target',
    options: targetRegistry.optionNames(name),
  })),
];
const longNames = (long: readonly LongOptions<unknown>[]): readonly string[] =>
  long.flatMap((group) => group.list.map((o) => o.name));

/** Where several extensions have an option, the one that people mean. */
const usual = ['tcp', 'limit', 'mark', 'state', 'DNAT', 'MARK', 'REDIRECT'];

/** An option that nothing on the line knows: it is misspelt, or part of an extension that is not loaded. */
export const unknownOption = (word: Word, name: string, long: readonly LongOptions<unknown>[]): Hint => {
  const owners = allExtensions.filter((e) => e.options.includes(name));
  const owner = owners.find((e) => usual.includes(e.name)) ?? owners[0];
  if (owner) {
    const isProtocol = ['tcp', 'udp', 'icmp', 'sctp', 'dccp'].includes(owner.name);
    const load = `${owner.kind === 'target' ? '-j' : isProtocol ? '-p' : '-m'} ${owner.name}`;
    return {
      hint: `${name} is an option of ${owner.name}. Add ${load} before it.`,
      replacement: `${load} ${word.text}`,
    };
  }
  const near = suggest(name, [
    ...longNames(long).map((known) => `--${known}`),
    ...allExtensions.flatMap((e) => e.options),
  ]);
  return withReplacement(
    near ? `There is no option ${name}. Did you mean ${near}?` : `iptables has no option ${name}.`,
    near,
  );
};

/** A match or target that does not exist. */
export const unknownExtension = (kind: 'match' | 'target', name: string, chains: readonly string[]): Hint => {
  const known =
    kind === 'match' ? matchRegistry.names : ['ACCEPT', 'DROP', 'RETURN', ...targetRegistry.names, ...chains];
  const near = suggest(name, known);
  if (near) return { hint: `There is no ${kind} ${name}. Did you mean ${near}?`, replacement: near };
  return {
    hint:
      kind === 'match'
        ? `There is no match ${name}. There are ${known.join(', ')}.`
        : `There is no target or chain ${name}. Choose a target such as ACCEPT, or make the chain first: -N ${name}.`,
  };
};

/** A table that does not exist. */
export const unknownTable = (name: string): Hint => {
  const near = suggest(name, tableNames);
  return withReplacement(
    near
      ? `There is no table ${name}. Did you mean ${near}?`
      : 'The tables are filter, nat, mangle, raw and security.',
    near,
  );
};

/** A word that is no option and no option's value. */
export const strayWord = (text: string, long: readonly LongOptions<unknown>[]): string => {
  const near = suggest(text, longNames(long));
  return near
    ? `No option takes this word. Did you mean --${near}?`
    : 'No option takes this word. Remove it, or put its option before it. A ! goes before the option, not after it.';
};

/** `-s` or `-d` without an address. */
export const addressMissing =
  'The address is missing, so iptables takes the next word as the address. Write one, such as 172.17.0.0/16.';
