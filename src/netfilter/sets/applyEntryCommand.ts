import type { PacketFilter } from '../types.ts';
import type { EntryCommand } from './entryCommand.ts';
import {
  type Element,
  type Entry,
  endOf,
  entryOf,
  hasNets,
  type IpSet,
  isFull,
  setOf,
  swept,
  withEntry,
  withoutEntry,
  withSet,
} from './ipSet.ts';
import { IpsetError, notSimulated } from './ipsetError.ts';

/** The entries that a set does not grow beyond, whatever its maxelem is. */
export const mostEntries = 262_144;

/** The kernel refuses options that the set was not made with. */
const checkOptions = (set: IpSet, asked: EntryCommand): void => {
  const without = (what: string, option: string, word = option): never => {
    throw new IpsetError(
      asked.at,
      `${what} cannot be used: set was created without ${option} support`,
      `Only a set that was made for it has this. Make one: ipset create NAME ${set.type} ${word}.`,
    );
  };
  if (asked.timeout !== null && set.timeout === null) without('Timeout', 'timeout', 'timeout 600');
  if ((asked.packets !== null || asked.bytes !== null) && !set.counters)
    without('Packet/byte counters', 'counter', 'counters');
  if (asked.comment !== null && !set.comment) without('Comment', 'comment');
};

const added = (
  filter: PacketFilter,
  before: IpSet,
  element: Element,
  asked: EntryCommand,
  now: number,
): IpSet => {
  const set = swept(before, now);
  const old = entryOf(set, element, now);
  if (old && !asked.exist)
    throw new IpsetError(
      asked.at,
      "Element cannot be added to the set: it's already added",
      'The entry is already there. Add -exist to accept that, or to change its options.',
    );
  if (set.type === 'list:set') {
    const other = setOf(filter, element.set);
    if (!other) throw missingMember(asked);
    if (other.type === 'list:set')
      throw new IpsetError(
        asked.at,
        'Sets with list:set type cannot be added to the set.',
        'A list can hold sets of addresses, networks or ports, but no other list.',
      );
  }
  if (!old && isFull(set))
    throw new IpsetError(
      asked.at,
      'Hash is full, cannot add more elements',
      `The set is full: it holds ${set.maxelem} entries. Make a larger one with maxelem.`,
    );
  if (!old && set.entries >= mostEntries)
    throw notSimulated(
      asked.at,
      `a set of more than ${mostEntries} entries`,
      'A real set can hold more. For whole networks, hash:net needs one entry each.',
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

const missingMember = (asked: EntryCommand): IpsetError =>
  new IpsetError(
    asked.at,
    'Set to be added/deleted/tested as element does not exist.',
    'A list holds sets that exist. Make that set first.',
  );

const deleted = (
  filter: PacketFilter,
  set: IpSet,
  element: Element,
  asked: EntryCommand,
  now: number,
): IpSet => {
  if (set.type === 'list:set' && !setOf(filter, element.set)) throw missingMember(asked);
  if (entryOf(set, element, now)) return withoutEntry(set, element);
  if (asked.exist) return set;
  throw new IpsetError(
    asked.at,
    "Element cannot be deleted from the set: it's not added",
    'There is no such entry. Add -exist to accept that.',
  );
};

/** Whether `test` finds an element: an address as it would find a packet's, a network as it is written. */
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

/** How many entries one command may name: twice as many as a set usually holds. */
const mostAtOnce = 131_072;

/**
 * Adds, deletes or tests. If one of several elements is refused, those before it stay added or deleted: `filter` is
 * the host with them.
 */
export const applyEntryCommand = (
  filter: PacketFilter,
  asked: EntryCommand,
  now: number,
): { readonly filter: PacketFilter; readonly found: boolean; readonly error: IpsetError | null } => {
  let set = setOf(filter, asked.name)!;
  let found = false;
  let count = 0;
  try {
    checkOptions(set, asked);
    for (const element of asked.elements.all()) {
      if (++count > mostAtOnce)
        return {
          filter,
          found,
          error: notSimulated(asked.at, `more than ${mostAtOnce} entries at once`, 'Write a smaller range.'),
        };
      if (asked.kind === 'test') found = has(set, element, asked.nomatch, now);
      else
        set =
          asked.kind === 'add'
            ? added(filter, set, element, asked, now)
            : deleted(filter, set, element, asked, now);
    }
    return {
      filter: asked.kind === 'test' ? filter : withSet(filter, asked.name, set),
      found,
      error: null,
    };
  } catch (error) {
    if (!(error instanceof IpsetError)) throw error;
    return { filter: withSet(filter, asked.name, set), found, error };
  }
};
