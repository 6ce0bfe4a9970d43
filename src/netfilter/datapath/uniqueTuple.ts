import type { HostEnvironment } from '../environment.ts';
import type { NatRange } from '../extension.ts';
import type { Tuple } from '../packet.ts';
import { asStored, jhash2, scaled } from '../state/jhash.ts';
import type { Address } from '../types.ts';
import type { Connection } from './connection.ts';
import { type Conntrack, findConnection, fromSameSender, zoneId } from './conntrack.ts';
import { invert } from './tuple.ts';

type Side = NatRange['side'];
type Span = { readonly from: number; readonly to: number };

/** So many ports of a range are tried at first. Reference: NF_NAT_MAX_ATTEMPTS */
const mostTries = 128;
/** With so few tries left, entries of connections that are over are replaced. Reference: NF_NAT_HARDER_THRESH */
const desperate = mostTries / 4;

/** A tuple, and the entry that has to be removed for it, if there is one. */
interface UniqueTuple {
  readonly tuple: Tuple;
  readonly replaces?: number;
}

/**
 * The ports to choose from in place of a source port: low ports are replaced by low ones. Reference:
 * nf_nat_core.c, nf_nat_l4proto_unique_tuple
 */
const portClass = (port: number): Span =>
  port < 512 ? { from: 1, to: 511 } : port < 1024 ? { from: 600, to: 1023 } : { from: 1024, to: 65535 };

const within = (n: number, span: Span): boolean => n >= span.from && n <= span.to;

/**
 * The part of a tuple that tells connections between the same hosts apart, seen from one side: its port, or
 * the id of a ping, which both sides share.
 */
const keyOf = (t: Tuple, side: Side): number | null =>
  side === 'source' || t.protocol === 1 ? t.sport : t.dport;
const withKey = (t: Tuple, side: Side, key: number): Tuple =>
  side === 'source' || t.protocol === 1 ? { ...t, sport: key } : { ...t, dport: key };

/**
 * One of a range of addresses: always the same one for the same two ends, or with `--persistent` for the same
 * sender.
 * Reference: nf_nat_core.c, find_best_ips_proto
 */
const chooseAddress = (t: Tuple, range: NatRange, zone: number): Address => {
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
 * The tuple that a connection's first packet has after NAT: within the range that a rule asked for, and such
 * that the reply cannot be taken for another connection's. If everything is taken, the last one tried. Among the
 * last tries it may be that of a connection that is over; `replaces` is then the entry to remove.
 * Reference: nf_nat_core.c, get_unique_tuple and nf_nat_l4proto_unique_tuple.
 */
export const uniqueTuple = (
  table: Conntrack,
  c: Connection,
  now: Tuple,
  range: NatRange,
  environment: HostEnvironment,
): UniqueTuple => {
  const { side, ports } = range;
  const free = (t: Tuple) => findConnection(table, invert(t), environment.now, c.zone) === null;
  const inRange = (t: Tuple) =>
    (range.addresses === null || within(t.source, range.addresses)) &&
    (ports === null || within(t.sport ?? 0, ports));
  if (side === 'source' && !range.random) {
    if (inRange(now)) {
      if (free(now)) return { tuple: now };
    } else {
      const before = earlierMapping(table, c, now, inRange, environment.now);
      if (before && free(before)) return { tuple: before };
    }
  }
  const moved: Tuple =
    range.addresses === null
      ? now
      : { ...now, [side]: chooseAddress(now, range, zoneId(c.zone, 'original')) };
  const key = keyOf(moved, side);
  if (key === null) return { tuple: moved };
  const base = ports?.base ?? null;
  if (!range.random && base === null) {
    if (ports === null ? free(moved) : within(key, ports) && (ports.from === ports.to || free(moved)))
      return { tuple: moved };
  }
  // Without a range of ports the destination port stays, even if the tuple is taken.
  if (side === 'destination' && ports === null && moved.protocol !== 1) return { tuple: moved };
  const span = ports ?? (moved.protocol === 1 ? { from: 0, to: 65535 } : portClass(key));
  const low = Math.min(span.from, span.to);
  const size = Math.abs(span.to - span.from) + 1;
  const anywhere = () => Math.floor(environment.random() * 65536);
  let start = base !== null ? (key - base) & 0xffff : range.random || side === 'source' ? anywhere() : 0;
  let last = moved;
  for (let tries = Math.min(size, mostTries); ; tries = Math.floor(tries / 2), start = anywhere()) {
    for (let i = 0; i < tries; i++) {
      last = withKey(moved, side, low + ((start + i) % size));
      if (free(last)) return { tuple: last };
      const replaces = tries - i <= desperate ? overAt(table, c, last, environment.now) : null;
      if (replaces !== null) return { tuple: last, replaces };
    }
    if (tries >= size || tries < 16) return { tuple: last };
  }
};

/**
 * The entry that has a tuple's reply, if it may be removed for a new connection: translated, and over. Reference:
 * nf_nat_core.c, nf_nat_used_tuple_harder and nf_nat_may_kill
 */
const overAt = (table: Conntrack, c: Connection, tuple: Tuple, now: number): number | null => {
  if (c.tcp !== 'SYN_SENT') return null;
  const found = findConnection(table, invert(tuple), now, c.zone);
  if (found?.direction !== 'reply' || !found.connection.sourceNat) return null;
  const { id, tcp } = found.connection;
  return tcp === 'TIME_WAIT' || tcp === 'CLOSE' ? id : null;
};

/**
 * The tuple that another connection from the same address and port was given, if it is in the range: a
 * program keeps one outer port. Reference: nf_nat_core.c, find_appropriate_src
 */
const earlierMapping = (
  table: Conntrack,
  c: Connection,
  now: Tuple,
  inRange: (t: Tuple) => boolean,
  at: number,
): Tuple | null => {
  for (const other of fromSameSender(table, now, at)) {
    if (!other.sourceNatDone || zoneId(other.zone, 'original') !== zoneId(c.zone, 'original')) continue;
    const { source, sport } = invert(other.reply);
    const result = { ...now, source, sport };
    if (inRange(result)) return result;
  }
  return null;
};
