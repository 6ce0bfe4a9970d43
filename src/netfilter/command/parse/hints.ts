import type { LongOptions } from '../../../text/getopt.ts';
import { own } from '../../../text/own.ts';
import { suggest } from '../../../text/suggest.ts';
import type { Span, Word } from '../../../text/words.ts';
import { matchRegistry, targetRegistry } from '../../registry.ts';
import { tableNames } from '../../types.ts';
import { shortOptions } from '../coreOptions.ts';

// What we add to the real command's message: what is wrong, and what to type instead.

/** A hint, and the text to put in place of the word. */
export interface Hint {
  readonly hint: string;
  readonly replacement?: string;
}

/** A hint in place of the one at a mistake, with the place and the words to type there. */
export type Advice = Required<Hint> & Span;

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

/** How a line loads what an option is of; null where it has another protocol or target already. */
const loading = (owner: (typeof allExtensions)[number], line: readonly string[]): string | null => {
  const isProtocol = ['tcp', 'udp', 'icmp', 'sctp', 'dccp'].includes(owner.name);
  const by = owner.kind === 'target' ? 'j' : isProtocol ? 'p' : 'm';
  const long = { j: '--jump', p: '--protocol', m: null }[by];
  const has = by !== 'm' && line.some((w) => w.startsWith(`-${by}`) || w === long);
  return has ? null : `-${by} ${owner.name}`;
};

const ownerOf = (option: string) => {
  const owners = allExtensions.filter((e) => e.options.includes(option));
  return owners.find((e) => usual.includes(e.name)) ?? owners[0];
};

/** Why an option is not known on a line that names a protocol or target: that is another one, or it comes after the option. */
const namedOnLine = (
  name: string,
  { text }: Word,
  owner: (typeof allExtensions)[number],
  line: readonly string[],
): string => {
  const [short, long, what] =
    owner.kind === 'target' ? ['-j', '--jump', 'target'] : ['-p', '--protocol', 'protocol'];
  const i = line.findIndex((w) => w.startsWith(short) || w === long);
  const word = line[i] ?? '';
  const named = word === short || word === long ? line[i + 1] : word.slice(2);
  const isOwner = allExtensions.some((e) => e.name === named && e.options.includes(name));
  return isOwner && i > line.indexOf(text)
    ? `${name} is an option of ${named}. Write ${short} ${named} before it.`
    : `${name} is an option of ${owner.name}, and this line names another ${what}.`;
};

/**
 * An option that nothing on the line knows: it is misspelt, or part of an extension that is not loaded. `line` has all words of
 * the line, `long` the options of iptables and then those of what the line has loaded.
 */
export const unknownOption = (
  word: Word,
  name: string,
  long: readonly LongOptions<unknown>[],
  line: readonly string[],
): Hint => {
  const target = line[line.findIndex((w) => w === '-j' || w === '--jump') + 1];
  const nearTarget = target !== undefined && line.includes('-j') && suggest(target, targetRegistry.names);
  if (nearTarget) return { hint: `${name} may belong to the target ${target}. Did you mean ${nearTarget}?` };
  const owner = ownerOf(name);
  if (owner) {
    const load = loading(owner, line);
    return load === null
      ? { hint: namedOnLine(name, word, owner, line) }
      : {
          hint: `${name} is an option of ${owner.name}. Add ${load} before it.`,
          replacement: `${load} ${word.text}`,
        };
  }
  const near = suggest(name, [
    ...longNames([...long.slice(1), ...long.slice(0, 1)]).map((known) => `--${known}`),
    ...allExtensions.flatMap((e) => e.options),
  ]);
  if (!near) return { hint: `iptables has no option ${name}.` };
  const hint = `There is no option ${name}. Did you mean ${near}?`;
  if (longNames(long).includes(near.slice(2))) return { hint, replacement: near };
  const load = loading(ownerOf(near)!, line);
  return load === null ? { hint } : { hint, replacement: `${load} ${near}` };
};

/** A match or target that does not exist. */
export const unknownExtension = (kind: 'match' | 'target', name: string, chains: readonly string[]): Hint => {
  const known =
    kind === 'match' ? matchRegistry.names : ['ACCEPT', 'DROP', 'RETURN', ...targetRegistry.names, ...chains];
  const glued = /^-[jm](\w+)$/.exec(name)?.[1];
  if (glued && known.includes(glued))
    return {
      hint: `Write a space between ${name.slice(0, 2)} and ${glued}.`,
      replacement: `${name.slice(0, 2)} ${glued}`,
    };
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

/** A long option that is written with one dash, which is read as short ones; null where it is none. */
export const oneDash = (
  { text }: Word,
  long: readonly LongOptions<unknown>[],
  line: readonly string[],
): Required<Hint> | null => {
  const name = /^-[a-z][\w-]{2,}(?==|$)/.exec(text)?.[0];
  // As -i, that is an interface; as --ipv6, it ends the line.
  if (name === undefined || name === '-ipv6') return null;
  const written = `-${name}`;
  const isKnown = longNames(long).includes(written.slice(2));
  const owner = ownerOf(written);
  if (!owner && !isKnown) return null;
  const load = owner && !isKnown ? loading(owner, line) : null;
  const short = name.slice(0, 2);
  const takes = own(shortOptions, short.slice(1))?.takes;
  const read = { required: ' and its value', optional: ' and its value', none: ' and more letters' };
  return {
    hint: `One dash is too few: this is read as ${short}${takes ? read[takes] : ', which does not exist'}. Write ${written}.`,
    replacement: `${load ? `${load} ` : ''}-${text}`,
  };
};

/** Options that take a list. That a line loads with a comma would prove nothing: a comment and an interface may have one in them. */
const takeLists = new Set(
  '-s --source --src -d --destination --dst --ctstate --state --ctstatus --dports --sports --ports'.split(
    ' ',
  ),
);

/** Values of an option that takes a list, written with a space; null where they are none. */
export const missingComma = (option: string, value: string, next: string): Required<Hint> | null => {
  if (!takeLists.has(option) || ![value, next].every((word) => /^[\w.:/,]+$/.test(word))) return null;
  const list = `${value},${next}`.replace(/,+/g, ',');
  return { hint: `A list has commas and no spaces. Write ${list}.`, replacement: list };
};

/** A word that is no option and no option's value. */
export const strayWord = (text: string, long: readonly LongOptions<unknown>[]): string => {
  const dash = /^[–—−]/.exec(text)?.[0];
  if (dash)
    return `This begins with ${dash}, which is no hyphen. Write ${text.replace(/^[–—−]/, text.length > 2 ? '--' : '-')}.`;
  const near = suggest(text, longNames(long));
  return near
    ? `No option takes this word. Did you mean --${near}?`
    : 'No option takes this word. Remove it, or put its option before it.';
};

/** `-s` or `-d` without an address. */
export const addressMissing =
  'The address is missing, so iptables takes the next word as the address. Write one, such as 172.17.0.0/16.';
