/**
 * One host's connections: a value, in which entries are found by number and, once confirmed, by either of
 * their tuples.
 */

import type { Tuple, Zone } from '../packet.ts';
import { emptyIntMap, get, type IntMap, put, values, without } from '../state/intMap.ts';
import type { Connection, Direction, Expectation } from './connection.ts';
import { type ConnectionEvent, happening, withEvent } from './connectionEvents.ts';
import { hashOf, sameTuple } from './tuple.ts';

/**
 * All connections of one host, by id. `byTuple` has the numbers of confirmed entries under the hash of each
 * of their tuples, and of their sender alone.
 */
export interface Conntrack {
  readonly connections: IntMap<Connection>;
  readonly byTuple: IntMap<readonly number[]>;
  readonly expectations: readonly Expectation[];
  readonly next: number;
  /** What the last probe or command made of the entries, in order. */
  readonly events: readonly ConnectionEvent[];
}

/** A host that has seen nothing yet. */
export const emptyConntrack: Conntrack = {
  connections: emptyIntMap,
  byTuple: emptyIntMap,
  expectations: [],
  next: 1,
  events: [],
};

/** The entry of that number, whatever its age. */
export const connectionOf = (table: Conntrack, id: number | null | undefined): Connection | undefined =>
  id == null ? undefined : get(table.connections, id);

/** The confirmed entries that are not forgotten yet, oldest first. */
export const connectionsAt = (table: Conntrack, now: number): readonly Connection[] =>
  [...values(table.connections)].filter((c) => c.confirmed && c.expires > now);

/** A tuple with all but its sender left out. */
const senderOf = (t: Tuple): Tuple => ({ ...t, destination: 0, dport: null });

const hashes = (c: Connection): readonly number[] => [
  ...new Set([hashOf(c.original), hashOf(c.reply), hashOf(senderOf(c.original))]),
];

const indexed = (byTuple: Conntrack['byTuple'], c: Connection): Conntrack['byTuple'] =>
  hashes(c).reduce((index, hash) => put(index, hash, [...(get(index, hash) ?? []), c.id]), byTuple);

/** The same table with one entry put in or changed. The tuples of a confirmed entry never change. */
export const withConnection = (table: Conntrack, c: Connection): Conntrack => ({
  ...table,
  connections: put(table.connections, c.id, c),
  byTuple: c.confirmed && !connectionOf(table, c.id)?.confirmed ? indexed(table.byTuple, c) : table.byTuple,
});

/**
 * The same table without an entry, and what it has foretold. Those who watch are told if it was entered for
 * good.
 */
export const withoutConnection = (table: Conntrack, id: number, at: number, byCommand = false): Conntrack => {
  const c = connectionOf(table, id);
  if (!c) return table;
  const byTuple = c.confirmed
    ? hashes(c).reduce((index, hash) => {
        const left = get(index, hash)!.filter((other) => other !== id);
        return left.length ? put(index, hash, left) : without(index, hash);
      }, table.byTuple)
    : table.byTuple;
  return {
    ...table,
    connections: without(table.connections, id),
    byTuple,
    expectations: table.expectations.filter((e) => e.master !== id),
    events: c.confirmed
      ? withEvent(table.events, { at, connection: c, what: happening.destroy, byCommand })
      : table.events,
  };
};

/** The same table without those entries that `leaves` names. */
export const withoutConnections = (
  table: Conntrack,
  leaves: (c: Connection) => boolean,
  at: number,
  byCommand = false,
): Conntrack =>
  [...values(table.connections)]
    .filter(leaves)
    .reduce((rest, c) => withoutConnection(rest, c.id, at, byCommand), table);

/**
 * The same table without the entries of a tuple whose time is over: who looks for it sees them off.
 * Reference: net/netfilter/nf_conntrack_core.c, nf_ct_gc_expired
 */
export const withoutExpired = (table: Conntrack, tuple: Tuple, now: number): Conntrack =>
  (get(table.byTuple, hashOf(tuple)) ?? []).reduce(
    (rest, id) => (connectionOf(table, id)!.expires > now ? rest : withoutConnection(rest, id, now)),
    table,
  );

/**
 * Tells of an entry what has happened to it, once a packet of it has got through. Reference:
 * net/netfilter/nf_conntrack_ecache.c, nf_ct_deliver_cached_events
 */
export const tell = (table: Conntrack, id: number, at: number): Conntrack => {
  const c = connectionOf(table, id);
  if (!c?.confirmed || c.untold === 0) return table;
  return {
    ...withConnection(table, { ...c, untold: 0 }),
    events: withEvent(table.events, { at, connection: c, what: c.untold, byCommand: false }),
  };
};

/**
 * The number of a zone in one direction: 0 where the zone is for the other one. Reference:
 * include/net/netfilter/nf_conntrack_zones.h, nf_ct_zone_id
 */
export const zoneId = (zone: Zone, direction: Direction): number =>
  zone.direction === 'both' || zone.direction === direction ? zone.id : 0;

/** The zone of everything that no CT rule puts elsewhere. */
export const commonZone: Zone = { id: 0, direction: 'both' };

/**
 * The confirmed entry a tuple belongs to in a zone, with its direction; null where there is none. Expired
 * entries are not seen.
 */
export const findConnection = (
  table: Conntrack,
  tuple: Tuple,
  now: number,
  zone = commonZone,
): { readonly connection: Connection; readonly direction: Direction } | null => {
  for (const id of get(table.byTuple, hashOf(tuple)) ?? []) {
    const connection = connectionOf(table, id)!;
    if (connection.expires <= now) continue;
    for (const direction of ['original', 'reply'] as const)
      if (
        sameTuple(connection[direction], tuple) &&
        zoneId(connection.zone, direction) === zoneId(zone, direction)
      )
        return { connection, direction };
  }
  return null;
};

/** The confirmed entries that were opened from the same address and port as this tuple, newest first. */
export const fromSameSender = (
  table: Conntrack,
  { protocol, source, sport }: Tuple,
  now: number,
): readonly Connection[] =>
  (get(table.byTuple, hashOf(senderOf({ protocol, source, sport, destination: 0, dport: null }))) ?? [])
    .map((id) => connectionOf(table, id)!)
    .filter(
      (c) =>
        c.expires > now &&
        c.original.protocol === protocol &&
        c.original.source === source &&
        c.original.sport === sport,
    )
    .reverse();

/** The expectations that somebody still waits for; those of a connection that was forgotten went with it. */
export const expectationsAt = (table: Conntrack, now: number): readonly Expectation[] =>
  table.expectations.filter((e) => e.expires > now && (connectionOf(table, e.master)?.expires ?? 0) > now);

/**
 * The same table with one expectation more, in place of the one its connection had; null where another
 * connection expects the same. Reference: net/netfilter/nf_conntrack_expect.c, __nf_ct_expect_check
 */
export const withExpectation = (table: Conntrack, e: Expectation, now: number): Conntrack | null => {
  const others = expectationsAt(table, now).filter((o) => o.master !== e.master);
  if (
    others.some(
      (o) =>
        o.source === e.source &&
        o.destination === e.destination &&
        o.port === e.port &&
        zoneId(o.zone, 'original') === zoneId(e.zone, 'original'),
    )
  )
    return null;
  return { ...table, expectations: [...others, e] };
};

/**
 * The expectation that a new connection fulfils, null for none. Reference: nf_conntrack_expect.c,
 * nf_ct_find_expectation
 */
export const expectationOf = (table: Conntrack, tuple: Tuple, zone: Zone, now: number): Expectation | null =>
  tuple.protocol !== 6 || table.expectations.length === 0
    ? null
    : (expectationsAt(table, now).find(
        (e) =>
          e.source === tuple.source &&
          e.destination === tuple.destination &&
          e.port === tuple.dport &&
          zoneId(e.zone, 'original') === zoneId(zone, 'original'),
      ) ?? null);
