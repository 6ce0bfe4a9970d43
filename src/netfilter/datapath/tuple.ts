/**
 * The two directions of a connection, by addresses and ports. Reference: net/netfilter/nf_conntrack_core.c
 */
import type { Packet, Tuple } from '../packet.ts';

const errorTypes = [3, 4, 5, 11, 12];
const replyTypes: Readonly<Record<number, number>> = {
  8: 0,
  0: 8,
  13: 14,
  14: 13,
  15: 16,
  16: 15,
  17: 18,
  18: 17,
};

/**
 * An ICMP query has its type and code in place of a destination port, so that an echo request and its reply have
 * different tuples even from a host to itself.
 */
const typeAndCode = (type: number, code: number): number => type * 256 + code;

/**
 * The tuple of a packet; null for an ICMP error, which has no connection of its own.
 */
export const tupleOf = (p: Packet): Tuple | null => {
  const base = { protocol: p.protocol, source: p.source, destination: p.destination };
  const t = p.transport;
  switch (t.kind) {
    case 'tcp':
    case 'udp':
      return { ...base, sport: t.sport, dport: t.dport };
    case 'icmp':
      return errorTypes.includes(t.type)
        ? null
        : { ...base, sport: t.id, dport: typeAndCode(t.type, t.code) };
    case 'other':
      return { ...base, sport: null, dport: null };
  }
};

/** The tuple of the reply. */
export const invert = (t: Tuple): Tuple =>
  t.protocol === 1
    ? {
        ...t,
        source: t.destination,
        destination: t.source,
        dport: typeAndCode(replyTypes[t.dport! >> 8] ?? t.dport! >> 8, t.dport! & 255),
      }
    : { ...t, source: t.destination, destination: t.source, sport: t.dport, dport: t.sport };

/** Whether two tuples are equal. */
export const sameTuple = (a: Tuple, b: Tuple): boolean =>
  a.protocol === b.protocol &&
  a.source === b.source &&
  a.destination === b.destination &&
  a.sport === b.sport &&
  a.dport === b.dport;

/** A number below 2^20 that tells most tuples apart. */
export const hashOf = (t: Tuple): number => {
  let hash = t.protocol;
  for (const word of [t.source, t.destination, t.sport ?? 0, t.dport ?? 0])
    hash = Math.imul(hash ^ word, 0x9e3779b1) ^ (hash >>> 15);
  return (hash ^ (hash >>> 20)) & 0xfffff;
};
