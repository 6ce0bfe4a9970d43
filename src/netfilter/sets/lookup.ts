/**
 * What the set match and the SET target do: look a packet up in a set, add it, delete it.
 * Reference: net/netfilter/ipset/ip_set_core.c, ip_set_test, ip_set_add and ip_set_del; ip_set_hash_gen.h.
 */

import type { Json } from '../../text/json.ts';
import type { Environment } from '../environment.ts';
import type { Packet } from '../packet.ts';
import type { Address } from '../types.ts';
import { masked, maskOf } from '../values/address.ts';
import {
  dimensionOf,
  type Element,
  type Entry,
  endOf,
  entriesOf,
  entryOf,
  hasNets,
  type IpSet,
  isFull,
  noElement,
  setKey,
  swept,
  withEntry,
  withoutEntry,
} from './ipSet.ts';

/** The side of a packet to look at, for each part of an entry. */
export type Sides = readonly ('src' | 'dst')[];

/** A condition on a counter of the entry. */
export type Compare = { readonly how: 'eq' | 'ne' | 'lt' | 'gt'; readonly value: string };

/** What the set match does besides finding an entry. */
export interface LookupOptions {
  /** Finds only entries with `nomatch`, the exceptions of a set of networks. */
  readonly nomatch: boolean;
  /** The entry counts the packet. */
  readonly counts: boolean;
  /** Of a list:set, so do the entries of its sets. */
  readonly countsInside: boolean;
  /** What the entry's counters must be then. */
  readonly packets: Compare | null;
  readonly bytes: Compare | null;
}

type Memory = Pick<Environment, 'recall' | 'remember' | 'now'>;

const recalled = (name: string, memory: Memory): IpSet | undefined =>
  memory.recall(setKey(name)) as unknown as IpSet | undefined;
const kept = (name: string, set: IpSet, memory: Memory): void =>
  memory.remember(setKey(name), set as unknown as Json);

/**
 * The protocol and one of the ports; null for a later fragment, which has no ports. Reference:
 * net/netfilter/ipset/ip_set_getport.c
 */
const portOf = (
  { protocol, transport: t, fragment }: Packet,
  side: 'src' | 'dst',
): { readonly protocol: number; readonly port: number } | null => {
  if (fragment && fragment.offset > 0 && [1, 6, 17, 132, 136].includes(protocol)) return null;
  const port =
    t.kind === 'icmp' ? t.type * 256 + t.code : t.kind === 'other' ? 0 : side === 'src' ? t.sport : t.dport;
  return { protocol, port };
};

/** The element of a packet that a set looks for; null where the packet has no such part. `length`: of the network. */
const elementOf = (set: IpSet, packet: Packet, sides: Sides, length: number): Element | null => {
  const address = (mask: number): Address =>
    masked(sides[0] === 'src' ? packet.source : packet.destination, maskOf(mask));
  switch (set.type) {
    case 'list:set':
      return noElement;
    case 'bitmap:port': {
      const at = portOf(packet, sides[0]!);
      return at &&
        (at.protocol === 6 || at.protocol === 17) &&
        at.port >= set.range!.from &&
        at.port <= set.range!.to
        ? { ...noElement, port: at.port }
        : null;
    }
    case 'hash:ip': {
      const element = { ...noElement, address: address(set.netmask ?? 32) };
      return element.address === 0 ? null : element;
    }
    case 'hash:net':
      return { ...noElement, address: address(length), length };
    case 'hash:ip,port':
    case 'hash:net,port': {
      const at = portOf(packet, sides[1]!);
      return (
        at && {
          ...noElement,
          ...at,
          address: address(hasNets(set.type) ? length : (set.netmask ?? 32)),
          length: hasNets(set.type) ? length : 32,
        }
      );
    }
  }
};

const compares = (count: number, asked: Compare | null): boolean => {
  if (!asked) return true;
  const wanted = BigInt(asked.value);
  switch (asked.how) {
    case 'eq':
      return BigInt(count) === wanted;
    case 'ne':
      return BigInt(count) !== wanted;
    case 'lt':
      return BigInt(count) < wanted;
    case 'gt':
      return BigInt(count) > wanted;
  }
};

/**
 * Whether the counters of an entry that was found are as they must be. It counts the packet first. Reference:
 * net/netfilter/ipset/ip_set_core.c, ip_set_match_extensions.
 */
const hasCounters = (
  name: string,
  set: IpSet,
  entry: Entry,
  packet: Packet,
  options: LookupOptions,
  memory: Memory,
): boolean => {
  if (!set.counters) return true;
  const counted = options.counts
    ? { ...entry, packets: entry.packets + 1, bytes: entry.bytes + packet.length }
    : entry;
  if (options.counts) kept(name, withEntry(set, counted), memory);
  return compares(counted.packets, options.packets) && compares(counted.bytes, options.bytes);
};

/** Whether a packet is in a set. It is not where fewer sides are given than an entry of the set has parts. */
export const lookUp = (
  name: string,
  sides: Sides,
  packet: Packet,
  options: LookupOptions,
  memory: Memory,
): boolean => {
  const set = recalled(name, memory);
  if (!set || sides.length < dimensionOf(set.type)) return false;
  if (set.type === 'list:set') {
    // Counters of the sets in a list are not compared, and another flag says whether they count.
    const inside = { ...options, counts: options.counts && options.countsInside, packets: null, bytes: null };
    return entriesOf(set, memory.now).some(
      (entry) =>
        lookUp(entry.set, sides, packet, inside, memory) &&
        hasCounters(name, set, entry, packet, options, memory),
    );
  }
  // The most specific network decides.
  for (let length = 32; length >= (hasNets(set.type) ? 1 : 32); length--) {
    const element = elementOf(set, packet, sides, length);
    if (!element) return false;
    const entry = entryOf(set, element, memory.now);
    if (entry && hasCounters(name, set, entry, packet, options, memory))
      return !hasNets(set.type) || entry.nomatch === options.nomatch;
  }
  return false;
};

/** The prefix length with which a packet is added to a set of networks: the longest in the set. */
const lengthFor = (set: IpSet, now: number): number =>
  hasNets(set.type) ? entriesOf(set, now).reduce((longest, e) => Math.max(longest, e.length), 0) || 32 : 32;

/**
 * Adds a packet to a set. `timeout` is in seconds, null for the set's own. False where it cannot be added, or is there
 * already and `exist` is false.
 */
export const addPacket = (
  name: string,
  sides: Sides,
  packet: Packet,
  { exist, timeout }: { readonly exist: boolean; readonly timeout: number | null },
  memory: Memory,
): boolean => {
  const found = recalled(name, memory);
  if (!found || sides.length < dimensionOf(found.type)) return false;
  if (found.type === 'list:set')
    return entriesOf(found, memory.now).some((entry) =>
      addPacket(entry.set, sides, packet, { exist, timeout }, memory),
    );
  const set = swept(found, memory.now);
  const element = elementOf(set, packet, sides, lengthFor(set, memory.now));
  if (!element) return false;
  const before = entryOf(set, element, memory.now);
  if (before ? !exist : isFull(set)) return false;
  kept(
    name,
    withEntry(set, {
      ...element,
      nomatch: false,
      expires: endOf(set, timeout, memory.now),
      packets: set.counters ? 1 : 0,
      bytes: set.counters ? packet.length : 0,
      comment: before?.comment ?? '',
    }),
    memory,
  );
  return true;
};

/** Deletes a packet from a set. Whether it was in it. */
export const deletePacket = (name: string, sides: Sides, packet: Packet, memory: Memory): boolean => {
  const set = recalled(name, memory);
  if (!set || sides.length < dimensionOf(set.type)) return false;
  if (set.type === 'list:set')
    return entriesOf(set, memory.now).some((entry) => deletePacket(entry.set, sides, packet, memory));
  const element = elementOf(set, packet, sides, lengthFor(set, memory.now));
  if (!element || !entryOf(set, element, memory.now)) return false;
  kept(name, withoutEntry(set, element), memory);
  return true;
};
