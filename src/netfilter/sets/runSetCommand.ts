import type { Span, Word } from '../../text/words.ts';
import { SharedNames } from '../command/sharedNames.ts';
import type { PacketFilter } from '../types.ts';
import { setNamed } from './entryCommand.ts';
import { flushed, setOf, setsOf, withSet } from './ipSet.ts';
import { IpsetError, notSimulated } from './ipsetError.ts';
import { printSets, setReferences } from './printSets.ts';
import { readCreate, sameKind } from './readCreate.ts';
import type { SetLine } from './readSetLine.ts';

/** How ipset names itself. */
export const ipsetVersion = 'ipset v7.17';

/**
 * Runs a command on whole sets. `add`, `del` and `test` are in `applyEntryCommand.ts`, `restore` in `restoreSets.ts`.
 * Throws an IpsetError.
 */
export const runSetCommand = (
  filter: PacketFilter,
  line: SetLine,
  now: number,
): { readonly filter: PacketFilter; readonly stdout: string } => {
  const { command, words, whole } = line;
  const [first, second] = words;
  const silent = (after: PacketFilter) => ({ filter: after, stdout: '' });
  switch (command) {
    case 'create':
      return silent(create(filter, line));
    case 'destroy':
      return silent(destroy(filter, first, whole));
    case 'rename':
      return silent(rename(filter, first!, second!));
    case 'swap':
      return silent(swap(filter, first!, second!));
    case 'flush':
      return silent(flush(filter, first));
    case 'list':
    case 'save': {
      const sets = first ? [[first.text, setNamed(filter, first)] as const] : setsOf(filter);
      return { filter, stdout: printSets(filter, sets, line, now) };
    }
    case 'version':
      return { filter, stdout: `${ipsetVersion}, protocol version: 7\n` };
    case 'help':
      throw notSimulated(whole, 'help', 'man ipset is a short manual.');
    case 'add':
    case 'del':
    case 'test':
    case 'restore':
    case 'quit':
      return silent(filter);
  }
};

/** The name of a new set. */
const newName = (word: Word): string => {
  if (word.text.length <= 31) return word.text;
  throw new IpsetError(
    word,
    `Syntax error: setname '${word.text}' is longer than 31 characters`,
    'A set’s name has at most 31 characters. Choose a shorter one.',
  );
};

const freeSlot = (filter: PacketFilter): number => {
  const taken = new Set(setsOf(filter).map(([, set]) => set.slot));
  let slot = 0;
  while (taken.has(slot)) slot++;
  return slot;
};

/** Differs from Linux: the initial value of a set's hash comes from its name, not from a random source. */
const initvalOf = (name: string): number =>
  [...name].reduce((hash, c) => Math.imul(hash ^ c.codePointAt(0)!, 16_777_619) >>> 0, 2_166_136_261);

const create = (filter: PacketFilter, { words, flags, whole }: SetLine): PacketFilter => {
  const [nameWord, type, ...options] = words as [Word, Word, ...Word[]];
  const name = newName(nameWord);
  const set = readCreate(whole, type, options, { slot: freeSlot(filter), initval: initvalOf(name) });
  const existing = setOf(filter, name);
  if (!existing) return withSet(filter, name, set);
  if (flags.has('exist') && sameKind(existing, set)) return filter;
  throw new IpsetError(
    nameWord,
    'Set cannot be created: set with the same name already exists',
    `There is already a set ${name}. Delete it first with ipset destroy ${name}, or add -exist to accept one that is the same.`,
  );
};

const destroy = (filter: PacketFilter, word: Word | undefined, whole: Span): PacketFilter => {
  const sharedNames = new SharedNames(filter);
  if (word) setNamed(filter, word);
  const names = word ? [word.text] : setsOf(filter).map(([name]) => name);
  const used = names.find((name) => setReferences(filter, sharedNames, name) > 0);
  if (used !== undefined)
    throw new IpsetError(
      word ?? whole,
      'Set cannot be destroyed: it is in use by a kernel component',
      `A rule or a list still uses ${used}. Delete that first.`,
    );
  return names.reduce((left, name) => withSet(left, name, null), filter);
};

const rename = (filter: PacketFilter, from: Word, to: Word): PacketFilter => {
  newName(to);
  const set = setNamed(filter, from);
  if (setReferences(filter, new SharedNames(filter), from.text) > 0)
    throw new IpsetError(
      from,
      'Set cannot be renamed: it is in use by another system',
      `A rule or a list still uses ${from.text}. To change what is in it, use ipset swap.`,
    );
  if (setOf(filter, to.text))
    throw new IpsetError(
      to,
      'Set cannot be renamed: a set with the new name already exists',
      `There is already a set ${to.text}. To exchange the two, use ipset swap.`,
    );
  return withSet(withSet(filter, from.text, null), to.text, set);
};

const swap = (filter: PacketFilter, from: Word, to: Word): PacketFilter => {
  const [a, b] = [setNamed(filter, from), setNamed(filter, to)];
  if (a.type !== b.type)
    throw new IpsetError(
      to,
      'The sets cannot be swapped: their type does not match',
      `${from.text} is ${a.type} and ${to.text} is ${b.type}. Only sets of one type can be swapped.`,
    );
  return withSet(withSet(filter, from.text, { ...b, slot: a.slot }), to.text, { ...a, slot: b.slot });
};

const flush = (filter: PacketFilter, word: Word | undefined): PacketFilter => {
  if (word) return withSet(filter, word.text, flushed(setNamed(filter, word)));
  return setsOf(filter).reduce((left, [name, set]) => withSet(left, name, flushed(set)), filter);
};
