import { suggest } from '../../text/suggest.ts';
import type { Word } from '../../text/words.ts';
import type { PacketFilter } from '../types.ts';
import { type Elements, printElement, readElements, readNumber } from './element.ts';
import {
  type Element,
  type Entry,
  endOf,
  entryOf,
  hasNets,
  type IpSet,
  isFull,
  setOf,
  setsOf,
  swept,
  withEntry,
  withoutEntry,
  withSet,
} from './ipSet.ts';
import { Mistake, noSet, notHere, type Place, usage } from './mistake.ts';

/** What is asked of one set's entries, read from a line. */
export interface OnEntries {
  readonly command: 'add' | 'del' | 'test';
  readonly name: string;
  readonly at: Place;
  readonly elements: Elements;
  readonly exist: boolean;
  readonly nomatch: boolean;
  readonly timeout: number | null;
  readonly packets: number | null;
  readonly bytes: number | null;
  readonly comment: string | null;
}

const most = 18_446_744_073_709_551_614n;

/** The set of that name; throws a `Mistake` where there is none. */
export const foundSet = (filter: PacketFilter, word: Word): IpSet => {
  const set = setOf(filter, word.text);
  if (!set)
    throw noSet(
      word,
      word.text,
      suggest(
        word.text,
        setsOf(filter).map(([name]) => name),
      ),
    );
  return set;
};

/** Reads the words behind `ipset add NAME` and its like. Throws a `Mistake`. */
export const readEntries = (
  filter: PacketFilter,
  command: OnEntries['command'],
  name: Word,
  element: Word,
  words: readonly Word[],
  exist: boolean,
): OnEntries => {
  const set = foundSet(filter, name);
  const elements = readElements(element, set, command);
  const given: { timeout?: number; packets?: number; bytes?: number; comment?: string } = {};
  let nomatch = false;
  const unknown = (word: Word) =>
    usage(
      word,
      `Unknown argument: \`${word.text}'`,
      command === 'add'
        ? 'Behind the entry stand timeout, comment, packets, bytes, and for networks nomatch.'
        : 'The entry alone says which one.',
    );
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const option = word.text;
    if (option === 'nomatch' && hasNets(set.type) && command !== 'del') {
      nomatch = true;
      continue;
    }
    const place = ['before', 'after'].includes(option) && set.type === 'list:set';
    if (place || (['skbmark', 'skbprio', 'skbqueue'].includes(option) && command === 'add'))
      throw notHere(word, option, 'Leave it out.');
    if (
      command !== 'add' ||
      !(option === 'timeout' || option === 'packets' || option === 'bytes' || option === 'comment')
    )
      throw unknown(word);
    const value = words[++i];
    if (!value)
      throw usage(
        word,
        `Missing mandatory argument of option \`${option}'`,
        `A value stands behind ${option}.`,
      );
    if (given[option] !== undefined)
      throw new Mistake(word, `Syntax error: ${option} already specified`, 'Once is enough.');
    const refuse = (message: string, hint: string) => new Mistake(value, message, hint);
    if (option === 'comment') {
      if (value.text.includes('"'))
        throw refuse(
          'Syntax error: " character is not permitted in comments',
          'Take another quotation mark.',
        );
      if (new TextEncoder().encode(value.text).length > 255)
        throw refuse(
          'Syntax error: Comment is longer than the maximum allowed 255 characters',
          'A shorter one will do.',
        );
      given.comment = value.text;
    } else given[option] = readNumber(value.text, 0, option === 'timeout' ? 2_147_483 : most, refuse);
  }
  if (command === 'test' && elements.notForTest !== null)
    throw new Mistake(element, elements.notForTest, 'Test one address at a time.');
  return {
    command,
    name: name.text,
    at: { from: name.from, to: words.at(-1)?.to ?? element.to },
    elements,
    exist,
    nomatch,
    timeout: given.timeout ?? null,
    packets: given.packets ?? null,
    bytes: given.bytes ?? null,
    comment: given.comment ?? null,
  };
};

/** What the kernel says to options that the set has no room for. */
const refuseOptions = (set: IpSet, asked: OnEntries): void => {
  const without = (what: string, option: string): never => {
    throw new Mistake(
      asked.at,
      `${what} cannot be used: set was created without ${option} support`,
      `A set has ${option} if it is made with it, as in: ipset create NAME ${set.type} …`,
    );
  };
  if (asked.timeout !== null && set.timeout === null) without('Timeout', 'timeout');
  if ((asked.packets !== null || asked.bytes !== null) && !set.counters)
    without('Packet/byte counters', 'counter');
  if (asked.comment !== null && !set.comment) without('Comment', 'comment');
};

const added = (
  filter: PacketFilter,
  before: IpSet,
  element: Element,
  asked: OnEntries,
  now: number,
): IpSet => {
  const set = swept(before, now);
  const old = entryOf(set, element, now);
  if (old && !asked.exist)
    throw new Mistake(
      asked.at,
      "Element cannot be added to the set: it's already added",
      '-exist takes it as done.',
    );
  if (set.type === 'list:set') {
    const other = setOf(filter, element.set);
    if (!other) throw missingMember(asked);
    if (other.type === 'list:set')
      throw new Mistake(
        asked.at,
        'Sets with list:set type cannot be added to the set.',
        'A list holds sets of addresses, networks or ports.',
      );
  }
  if (!old && isFull(set))
    throw new Mistake(
      asked.at,
      'Hash is full, cannot add more elements',
      `It holds ${set.maxelem} entries: maxelem says how many.`,
    );
  const entry: Entry = {
    ...element,
    nomatch: asked.nomatch,
    expires: endOf(set, asked.timeout, now),
    packets: asked.packets ?? old?.packets ?? 0,
    bytes: asked.bytes ?? old?.bytes ?? 0,
    comment: asked.comment ?? '',
  };
  return withEntry(set, entry);
};

const missingMember = (asked: OnEntries): Mistake =>
  new Mistake(asked.at, 'Set to be added/deleted/tested as element does not exist.', 'Make that set first.');

const deleted = (
  filter: PacketFilter,
  set: IpSet,
  element: Element,
  asked: OnEntries,
  now: number,
): IpSet => {
  if (set.type === 'list:set' && !setOf(filter, element.set)) throw missingMember(asked);
  if (entryOf(set, element, now)) return withoutEntry(set, element);
  if (asked.exist) return set;
  throw new Mistake(
    asked.at,
    "Element cannot be deleted from the set: it's not added",
    '-exist takes it as done.',
  );
};

/**
 * Whether a set has an element as `test` asks: an address is looked up as a packet's is, a network as it is
 * written.
 */
const has = (set: IpSet, element: Element, nomatch: boolean, now: number): boolean => {
  const nets = hasNets(set.type) && element.length === 32;
  for (let length = element.length; length >= (nets ? 1 : element.length); length--) {
    const entry = entryOf(
      set,
      { ...element, length, address: Math.floor(element.address / 2 ** (32 - length)) * 2 ** (32 - length) },
      now,
    );
    if (entry) return entry.nomatch === nomatch;
  }
  return false;
};

/**
 * Adds, deletes or tests. Of several elements those in front of the one that is refused stay done: the host
 * as it then is goes with the mistake.
 */
export const onEntries = (
  filter: PacketFilter,
  asked: OnEntries,
  now: number,
): { readonly filter: PacketFilter; readonly found: boolean; readonly mistake: Mistake | null } => {
  let set = setOf(filter, asked.name)!;
  let found = false;
  try {
    refuseOptions(set, asked);
    for (const element of asked.elements.all()) {
      if (asked.command === 'test') found = has(set, element, asked.nomatch, now);
      else
        set =
          asked.command === 'add'
            ? added(filter, set, element, asked, now)
            : deleted(filter, set, element, asked, now);
    }
    return {
      filter: asked.command === 'test' ? filter : withSet(filter, asked.name, set),
      found,
      mistake: null,
    };
  } catch (mistake) {
    if (!(mistake instanceof Mistake)) throw mistake;
    return { filter: withSet(filter, asked.name, set), found, mistake };
  }
};

/** An entry as lists and `save` print it. Its seconds are whole ones, and at least 1. */
export const printEntry = (set: IpSet, e: Entry, now: number): string =>
  [
    printElement(set, e),
    set.timeout !== null &&
      `timeout ${e.expires === null ? 0 : Math.max(1, Math.floor((e.expires - now) / 1000))}`,
    e.nomatch && 'nomatch',
    set.counters && `packets ${e.packets} bytes ${e.bytes}`,
    e.comment !== '' && `comment "${e.comment}"`,
  ]
    .filter(Boolean)
    .join(' ');
