import type { HostEnvironment } from '../environment.ts';
import type { NatRange } from '../extension.ts';
import type { Packet, Tuple } from '../packet.ts';
import { asStored, jhash2, scaled } from '../state/jhash.ts';
import type { Address, Hook } from '../types.ts';
import type { Connection } from './connection.ts';
import { type Conntrack, findConnection, fromSameSender, withConnection, zoneId } from './conntrack.ts';
import { invert, sameTuple } from './tuple.ts';

type Side = NatRange['side'];

/** Which half of a packet a hook may rewrite. Reference: include/net/netfilter/nf_nat.h, HOOK2MANIP. */
export const sideAt = (hook: Hook): Side | null =>
  hook === 'PREROUTING' || hook === 'OUTPUT' ? 'destination' : hook === 'FORWARD' ? null : 'source';

/** A packet with the half of a tuple written in, length kept. */
const written = (p: Packet, side: Side, to: Tuple): Packet => {
  const moved: Packet =
    side === 'source' ? { ...p, source: to.source } : { ...p, destination: to.destination };
  const t = p.transport;
  if (t.kind === 'tcp' || t.kind === 'udp')
    return {
      ...moved,
      transport: { ...t, ...(side === 'source' ? { sport: to.sport! } : { dport: to.dport! }) },
    };
  if (t.kind === 'icmp' && t.about === null && t.id !== null)
    return { ...moved, transport: { ...t, id: to.sport } };
  return moved;
};

/**
 * A packet as the binding of its connection rewrites it at a hook; the same packet where it does not.
 * In an ICMP error the packet inside is turned back as well.
 * Reference: net/netfilter/nf_nat_core.c (nf_nat_packet), nf_nat_proto.c (nf_nat_icmp_reply_translation).
 */
export const translate = (p: Packet, c: Connection, direction: 'original' | 'reply', hook: Hook): Packet => {
  const side = sideAt(hook);
  if (side === null) return p;
  const source = direction === 'original' ? side === 'source' : side === 'destination';
  if (!(source ? c.sourceNat : c.destinationNat)) return p;
  const opposite = direction === 'original' ? c.reply : c.original;
  const target = invert(opposite);
  if (p.transport.kind !== 'icmp' || p.transport.about === null) return written(p, side, target);
  const inner = written(p.transport.about, side === 'source' ? 'destination' : 'source', opposite);
  const outer: Packet =
    side === 'source' ? { ...p, source: target.source } : { ...p, destination: target.destination };
  return { ...outer, transport: { ...p.transport, about: inner } };
};

/**
 * Where a range may be met by more tries than this, chance has the better of it. Reference:
 * NF_NAT_MAX_ATTEMPTS
 */
const mostTries = 128;

/**
 * The class a source port stays in when another has to be taken. Reference: nf_nat_core.c,
 * nf_nat_l4proto_unique_tuple.
 */
const portClass = (port: number): Span =>
  port < 512 ? { from: 1, to: 511 } : port < 1024 ? { from: 600, to: 1023 } : { from: 1024, to: 65535 };

type Span = { readonly from: number; readonly to: number };
const within = (n: number, span: Span): boolean => n >= span.from && n <= span.to;

/**
 * The number in a tuple that tells connections between the same hosts apart on one side: a port, or the id of
 * a ping, which both sides share.
 */
const keyOf = (t: Tuple, side: Side): number | null =>
  side === 'source' || t.protocol === 1 ? t.sport : t.dport;
const withKey = (t: Tuple, side: Side, key: number): Tuple =>
  side === 'source' || t.protocol === 1 ? { ...t, sport: key } : { ...t, dport: key };

/**
 * One of several addresses: the same one for the same two ends, or with `--persistent` for the same sender.
 * Reference: nf_nat_core.c, find_best_ips_proto
 */
const chosenAddress = (t: Tuple, range: NatRange, zone: number): Address => {
  const { from, to } = range.addresses!;
  if (to <= from) return from;
  return (
    from +
    scaled(
      jhash2([asStored(t.source), 0, 0, 0], range.persistent ? 0 : (asStored(t.destination) ^ zone) >>> 0),
      to - from + 1,
    )
  );
};

/**
 * The original direction's tuple as a range asks for it, changed so that its answer is unmistakable; where
 * nothing is free, the last one tried.
 * Reference: nf_nat_core.c, get_unique_tuple and nf_nat_l4proto_unique_tuple.
 */
const uniqueTuple = (
  table: Conntrack,
  c: Connection,
  now: Tuple,
  range: NatRange,
  environment: HostEnvironment,
): Tuple => {
  const { side, ports } = range;
  const free = (t: Tuple) => findConnection(table, invert(t), environment.now, c.zone) === null;
  const fits = (t: Tuple) =>
    (range.addresses === null || within(t.source, range.addresses)) &&
    (ports === null || within(t.sport ?? 0, ports));
  if (side === 'source' && !range.random) {
    if (fits(now)) {
      if (free(now)) return now;
    } else {
      const before = mappedBefore(table, c, now, fits, environment.now);
      if (before && free(before)) return before;
    }
  }
  const moved: Tuple =
    range.addresses === null
      ? now
      : { ...now, [side]: chosenAddress(now, range, zoneId(c.zone, 'original')) };
  const key = keyOf(moved, side);
  if (key === null) return moved;
  if (!range.random) {
    if (ports === null ? free(moved) : within(key, ports) && (ports.from === ports.to || free(moved)))
      return moved;
  }
  // A destination port that nobody asked to change stays, clash or not.
  if (side === 'destination' && ports === null && moved.protocol !== 1) return moved;
  const span = ports ?? (moved.protocol === 1 ? { from: 0, to: 65535 } : portClass(key));
  const low = Math.min(span.from, span.to);
  const size = Math.abs(span.to - span.from) + 1;
  const anywhere = () => Math.floor(environment.random() * 65536);
  let start = range.random || side === 'source' ? anywhere() : 0;
  let last = moved;
  for (let tries = Math.min(size, mostTries); ; tries = Math.floor(tries / 2), start = anywhere()) {
    for (let i = 0; i < tries; i++) {
      last = withKey(moved, side, low + ((start + i) % size));
      if (free(last)) return last;
    }
    if (tries >= size || tries < 16) return last;
  }
};

/**
 * What another connection from the same address and port was given, if it fits: one program keeps one outer
 * port. Reference: nf_nat_core.c, find_appropriate_src
 */
const mappedBefore = (
  table: Conntrack,
  c: Connection,
  now: Tuple,
  fits: (t: Tuple) => boolean,
  at: number,
): Tuple | null => {
  for (const other of fromSameSender(table, now, at)) {
    if (!other.sourceNatDone || zoneId(other.zone, 'original') !== zoneId(c.zone, 'original')) continue;
    const { source, sport } = invert(other.reply);
    const result = { ...now, source, sport };
    if (fits(result)) return result;
  }
  return null;
};

/** What setting up a binding gives. */
export interface Bound {
  readonly conntrack: Conntrack;
  readonly connection: Connection;
}

/**
 * Sets one side of a connection's binding, once. Without a range it is the null binding, which
 * still looks for another source port where two connections would clash. Null where MASQUERADE finds no
 * address to take.
 * Reference: nf_nat_core.c, nf_nat_setup_info; nf_nat_masquerade.c.
 */
export const setUp = (
  table: Conntrack,
  c: Connection,
  hook: Hook,
  asked: NatRange | null,
  device: string | null,
  environment: HostEnvironment,
): Bound | null => {
  const side = sideAt(hook)!;
  let range: NatRange = asked ?? {
    side,
    addresses: null,
    ports: null,
    random: false,
    persistent: false,
    masquerade: false,
  };
  if (range.masquerade) {
    const own = environment.primaryAddress(device ?? '');
    if (own === null) return null;
    range = { ...range, addresses: { from: own, to: own } };
  }
  const before = invert(c.reply);
  const tuple = uniqueTuple(table, c, before, range, environment);
  const changed = !sameTuple(before, tuple);
  const connection: Connection = {
    ...c,
    reply: changed ? invert(tuple) : c.reply,
    sourceNat: c.sourceNat || (changed && side === 'source'),
    destinationNat: c.destinationNat || (changed && side === 'destination'),
    sourceNatDone: c.sourceNatDone || side === 'source',
    destinationNatDone: c.destinationNatDone || side === 'destination',
    masqueradeDevice: range.masquerade ? device : c.masqueradeDevice,
  };
  return { conntrack: withConnection(table, connection), connection };
};
