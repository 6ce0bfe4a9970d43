/**
 * One host's connections as a value. An entry is found by its id and, once confirmed, by either of its
 * tuples.
 */

import type { Tuple, Zone } from '../packet.ts';
import { emptyIntMap, get, type IntMap, put, values, without } from '../state/intMap.ts';
import type { Connection, Direction, Expectation } from './connection.ts';
import { type ConnectionEvent, eventBits, withEvent } from './connectionEvents.ts';
import { hashOf, sameTuple } from './tuple.ts';

/**
 * All connections of one host, by id. `byTuple` has the ids of confirmed entries under the hash of each of
 * their tuples, and of their sender alone.
 */
export interface Conntrack {
  readonly connections: IntMap<Connection>;
  readonly byTuple: IntMap<readonly number[]>;
  readonly expectations: readonly Expectation[];
  readonly next: number;
  /** What happened to the entries in the last probe or command, in order. */
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

/** The entry with that id, expired or not. */
export const connectionOf = (table: Conntrack, id: number | null | undefined): Connection | undefined =>
  id == null ? undefined : get(table.connections, id);

/** The confirmed entries that have not expired, oldest first. */
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
 * The same table without an entry and without the connections that it announced. If it was confirmed, that is
 * reported as an event; `byCommand` says whether a command deleted it.
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
      ? withEvent(table.events, { at, connection: c, bits: eventBits.destroy, byCommand })
      : table.events,
  };
};

/** The same table without the entries for which `leaves` is true. */
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
 * The same table without the expired entries of a tuple: a look-up removes them.
 * Reference: net/netfilter/nf_conntrack_core.c, nf_ct_gc_expired
 */
export const withoutExpired = (table: Conntrack, tuple: Tuple, now: number): Conntrack =>
  (get(table.byTuple, hashOf(tuple)) ?? []).reduce(
    (rest, id) => (connectionOf(table, id)!.expires > now ? rest : withoutConnection(rest, id, now)),
    table,
  );

/**
 * Reports what has happened to an entry since the last report, after a packet of it got through. Reference:
 * net/netfilter/nf_conntrack_ecache.c, nf_ct_deliver_cached_events
 */
export const deliverEvents = (table: Conntrack, id: number, at: number): Conntrack => {
  const c = connectionOf(table, id);
  if (!c?.confirmed || c.pendingEvents === 0) return table;
  return {
    ...withConnection(table, { ...c, pendingEvents: 0 }),
    events: withEvent(table.events, { at, connection: c, bits: c.pendingEvents, byCommand: false }),
  };
};

/**
 * The number of a zone in one direction: 0 if the zone is only for the other one. Reference:
 * include/net/netfilter/nf_conntrack_zones.h, nf_ct_zone_id
 */
export const zoneId = (zone: Zone, direction: Direction): number =>
  zone.direction === 'both' || zone.direction === direction ? zone.id : 0;

/** The zone of all packets that no CT rule puts into another. */
export const commonZone: Zone = { id: 0, direction: 'both' };

/**
 * The confirmed entry that a tuple belongs to in a zone, and the tuple's direction; null if there is none.
 * Expired entries do not count.
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
