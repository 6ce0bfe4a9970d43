import type { Json } from '../../text/json.ts';
import { emptyIntMap, get, type IntMap, put, values, without } from '../state/intMap.ts';
import type { Address, PacketFilter } from '../types.ts';

/** What a set holds: addresses, networks, either with a port, ports alone, or other sets. */
export type SetType = 'hash:ip' | 'hash:net' | 'hash:ip,port' | 'hash:net,port' | 'bitmap:port' | 'list:set';

/**
 * What an entry is looked up by. Parts that a type does not have are 0, 32 or empty. For ICMP, the port is type and
 * code.
 */
export type Element = {
  readonly address: Address;
  readonly length: number;
  readonly protocol: number;
  readonly port: number;
  /** The set that a list:set names. */
  readonly set: string;
};

/** One entry. `expires` is in milliseconds since the Unix epoch, null for an entry without an end. */
export type Entry = Element & {
  readonly nomatch: boolean;
  readonly expires: number | null;
  readonly packets: number;
  readonly bytes: number;
  readonly comment: string;
};

/**
 * One set. Entries are in buckets: by address, with its port or prefix length, or by port. A list:set has them all in
 * one bucket, in their own order.
 */
export type IpSet = {
  readonly type: SetType;
  /** The kernel's number for it. Sets are listed in this order. */
  readonly slot: number;
  readonly hashsize: number;
  readonly maxelem: number;
  readonly bucketsize: number;
  readonly initval: number;
  readonly netmask: number | null;
  readonly range: { readonly from: number; readonly to: number } | null;
  readonly size: number;
  /** The default timeout of an entry in seconds, 0 for no end; null where entries cannot have one. */
  readonly timeout: number | null;
  readonly counters: boolean;
  readonly comment: boolean;
  readonly buckets: IntMap<readonly Entry[]>;
  /** The number of entries, including those that have expired and are not removed yet. */
  readonly entries: number;
};

/**
 * How many parts an entry has. Reference: net/netfilter/ipset/ip_set_hash_ip.c and its
 * siblings, `.dimension`.
 */
export const dimensionOf = (type: SetType): 1 | 2 =>
  type === 'hash:ip,port' || type === 'hash:net,port' ? 2 : 1;

/** Whether its entries are networks. */
export const hasNets = (type: SetType): boolean => type.startsWith('hash:net');

/** The key of that set in the host's memory. */
export const setKey = (name: string): string => `ipset ${name}`;

/** An element without parts. */
export const noElement: Element = { address: 0, length: 32, protocol: 0, port: 0, set: '' };

const bucketOf = (type: SetType, e: Element): number => {
  if (type === 'list:set') return 0;
  if (type === 'bitmap:port') return e.port;
  // Neighbours share a node of the map: 65 536 addresses, or ports of one, are some thousand nodes.
  if (dimensionOf(type) === 2) return e.address * 65_536 + e.port;
  return hasNets(type) ? e.address * 64 + e.length : e.address;
};
const same = (type: SetType, a: Element, b: Element): boolean =>
  type === 'list:set'
    ? a.set === b.set
    : type === 'bitmap:port' || (a.length === b.length && a.port === b.port && a.protocol === b.protocol);
const hasExpired = (entry: Entry, now: number): boolean => entry.expires !== null && entry.expires <= now;

/** The set of that name, undefined where there is none. */
export const setOf = ({ memory }: Pick<PacketFilter, 'memory'>, name: string): IpSet | undefined =>
  memory[setKey(name)] as unknown as IpSet | undefined;

/** The same host with a set, or without it where it is null. */
export const withSet = (filter: PacketFilter, name: string, set: IpSet | null): PacketFilter => {
  const { [setKey(name)]: _, ...others } = filter.memory;
  return { ...filter, memory: set ? { ...filter.memory, [setKey(name)]: set as unknown as Json } : others };
};

/**
 * Every set with its name, in the kernel's order: lists of sets come last. Reference:
 * net/netfilter/ipset/ip_set_core.c, ip_set_dump_do.
 */
export const setsOf = ({
  memory,
}: Pick<PacketFilter, 'memory'>): readonly (readonly [name: string, set: IpSet])[] => {
  const all = Object.entries(memory)
    .filter(([key]) => key.startsWith('ipset '))
    .map(([key, set]) => [key.slice(6), set as unknown as IpSet] as const);
  const order = (set: IpSet) => set.slot + (set.type === 'list:set' ? 65_536 : 0);
  return all.sort(([, a], [, b]) => order(a) - order(b));
};

/** Every entry that has not expired, in the order of addresses and ports. */
export const entriesOf = (set: IpSet, now: number): readonly Entry[] =>
  [...values(set.buckets)].flat().filter((e) => !hasExpired(e, now));

/** The entry of an element; undefined where there is none, or it has expired. */
export const entryOf = (set: IpSet, element: Element, now: number): Entry | undefined =>
  get(set.buckets, bucketOf(set.type, element))?.find(
    (e) => same(set.type, e, element) && !hasExpired(e, now),
  );

/** The same set with this entry, which replaces the one of the same element. */
export const withEntry = (set: IpSet, entry: Entry): IpSet => {
  const key = bucketOf(set.type, entry);
  const bucket = get(set.buckets, key) ?? [];
  const at = bucket.findIndex((e) => same(set.type, e, entry));
  const grown = at < 0 ? [...bucket, entry] : bucket.with(at, entry);
  return { ...set, buckets: put(set.buckets, key, grown), entries: set.entries + (at < 0 ? 1 : 0) };
};

/** The same set without the entry of an element. */
export const withoutEntry = (set: IpSet, element: Element): IpSet => {
  const key = bucketOf(set.type, element);
  const bucket = get(set.buckets, key) ?? [];
  const left = bucket.filter((e) => !same(set.type, e, element));
  return {
    ...set,
    buckets: left.length ? put(set.buckets, key, left) : without(set.buckets, key),
    entries: set.entries - bucket.length + left.length,
  };
};

/** The same set without any entry. */
export const flushed = (set: IpSet): IpSet => ({ ...set, buckets: emptyIntMap, entries: 0 });

/**
 * The set as it is before an entry is added: if it is full, expired entries are removed.
 * Reference: net/netfilter/ipset/ip_set_hash_gen.h, mtype_add.
 */
export const swept = (set: IpSet, now: number): IpSet =>
  isFull(set) && set.timeout !== null ? entriesOf(set, now).reduce(withEntry, flushed(set)) : set;

/** Whether a hash has as many entries as it may have. */
export const isFull = (set: IpSet): boolean => set.type.startsWith('hash:') && set.entries >= set.maxelem;

/** When an entry that is added now expires. Reference: include/linux/netfilter/ipset/ip_set.h, ip_set_timeout_set. */
export const endOf = (set: IpSet, seconds: number | null, now: number): number | null => {
  const stays = set.timeout === null ? 0 : (seconds ?? set.timeout);
  return stays === 0 ? null : now + stays * 1000;
};
