import type { Connection, Conntrack } from './conntrack.ts';
import type { ConnectionState, ConnectionView, Packet, Skb, Tuple } from './packet.ts';
import { findMatch, findTarget } from './registry.ts';
import { nextTcpState, tcpTimeout } from './tcpStates.ts';
import { invert, sameTuple, tupleOf } from './tuple.ts';
import type { PacketFilter, Rule } from './types.ts';

const echoReplyOf: Readonly<Record<number, number>> = { 8: 0, 13: 14, 15: 16, 17: 18 };

/** The confirmed entry a tuple belongs to, with its direction; null where there is none. Expired entries are not seen. */
export const findConnection = (table: Conntrack, tuple: Tuple, now: number): { readonly connection: Connection; readonly direction: 'original' | 'reply' } | null => {
  for (const connection of Object.values(table.connections)) {
    if (!connection.confirmed || connection.expires <= now) continue;
    if (sameTuple(connection.original, tuple)) return { connection, direction: 'original' };
    if (sameTuple(connection.reply, tuple)) return { connection, direction: 'reply' };
  }
  return null;
};

/** What matches see of a connection. */
export const viewOf = (c: Connection, direction: 'original' | 'reply', state: ConnectionState, now: number): ConnectionView => ({
  state, direction, id: c.id, original: c.original, reply: c.reply, mark: c.mark, carried: c.carried, expires: Math.max(0, Math.floor((c.expires - now) / 1000)),
  status: { seenReply: c.seenReply, assured: c.assured, confirmed: c.confirmed, sourceNat: c.sourceNat, destinationNat: c.destinationNat },
});

/** What matches see of a packet that belongs to nothing. */
export const invalid: ConnectionView = {
  state: 'INVALID', direction: 'original', id: null, original: null, reply: null, mark: 0, carried: null, expires: null,
  status: { seenReply: false, assured: false, confirmed: false, sourceNat: false, destinationNat: false },
};

/** The same table with one entry put in or changed. */
export const withConnection = (table: Conntrack, c: Connection): Conntrack => ({ ...table, connections: { ...table.connections, [c.id]: c } });

/** The same table without an entry. */
export const withoutConnection = (table: Conntrack, id: number): Conntrack => {
  const { [id]: _, ...connections } = table.connections;
  return { ...table, connections };
};

const needs = new WeakMap<object, boolean>();
const asksForTracking = (rule: Rule): boolean =>
  rule.matches.some((m) => findMatch(m.name)!.tracks) || (rule.target.kind === 'extension' && findTarget(rule.target.use.name)!.tracks === true);

/** Whether a host tracks connections at all: only while some rule of any table asks for it. */
export const tracks = (filter: PacketFilter): boolean => {
  let known = needs.get(filter.tables);
  if (known === undefined) {
    known = Object.values(filter.tables).some((t) => Object.values(t.chains).some((c) => c.rules.some(asksForTracking)));
    needs.set(filter.tables, known);
  }
  return known;
};

const timeout = (packet: Packet, c: Connection): number => {
  if (c.tcp) return tcpTimeout[c.tcp];
  if (packet.protocol === 17) return c.assured ? 120 : 30;
  return packet.protocol === 1 ? 30 : 600;
};

/** What a look-up found, and the table after it. */
export interface Tracked {
  readonly conntrack: Conntrack;
  readonly connection: ConnectionView;
}

/**
 * Looks a packet up, or begins an entry for it that is confirmed at the end of its way.
 * Reference: net/netfilter/nf_conntrack_core.c, nf_conntrack_in.
 */
export const track = (table: Conntrack, skb: Skb, now: number): Tracked => {
  const { packet } = skb;
  const tuple = tupleOf(packet);
  if (tuple === null) return trackError(table, packet, now);
  const found = findConnection(table, tuple, now);
  return found ? trackKnown(table, packet, found.connection, found.direction, now) : trackNew(table, packet, tuple, now);
};

/** An ICMP error is RELATED to the connection of the packet it is about. */
const trackError = (table: Conntrack, packet: Packet, now: number): Tracked => {
  const about = packet.transport.kind === 'icmp' ? packet.transport.about : null;
  const inner = about && tupleOf(about);
  const found = inner && findConnection(table, invert(inner), now);
  return { conntrack: table, connection: found ? viewOf(found.connection, found.direction, 'RELATED', now) : invalid };
};

const trackNew = (table: Conntrack, packet: Packet, tuple: Tuple, now: number): Tracked => {
  const t = packet.transport;
  const refused = { conntrack: table, connection: invalid };
  const first = t.kind === 'tcp' ? nextTcpState('NONE', t.flags, 'original') : null;
  if (first === 'invalid' || first === 'ignore') return refused;
  // Only a query can open an ICMP connection.
  if (t.kind === 'icmp' && echoReplyOf[t.type] === undefined) return refused;
  const c: Connection = {
    id: table.next, original: tuple, reply: invert(tuple), tcp: first, seenReply: false, assured: false, confirmed: false,
    sourceNat: false, destinationNat: false, sourceNatDone: false, destinationNatDone: false, mark: 0, masqueradeDevice: null, expires: now + 30000,
    carried: { original: { packets: 1, bytes: packet.length }, reply: { packets: 0, bytes: 0 } },
  };
  const timed = { ...c, expires: now + timeout(packet, c) * 1000 };
  return { conntrack: { ...withConnection(table, timed), next: table.next + 1 }, connection: viewOf(timed, 'original', 'NEW', now) };
};

const trackKnown = (table: Conntrack, packet: Packet, c: Connection, direction: 'original' | 'reply', now: number): Tracked => {
  const t = packet.transport;
  let tcp = c.tcp;
  if (t.kind === 'tcp') {
    const next = nextTcpState(c.tcp ?? 'NONE', t.flags, direction);
    if (next === 'invalid') return { conntrack: table, connection: invalid };
    // A new SYN for a closed connection begins it anew.
    if (next === 'SYN_SENT' && (c.tcp === 'TIME_WAIT' || c.tcp === 'CLOSE')) return trackNew(withoutConnection(table, c.id), packet, tupleOf(packet)!, now);
    if (next !== 'ignore') tcp = next;
  }
  const seenReply = c.seenReply || direction === 'reply';
  const state = direction === 'reply' || c.seenReply ? 'ESTABLISHED' : 'NEW';
  const assured = c.assured || (t.kind === 'tcp' && seenReply && tcp === 'ESTABLISHED');
  const { packets, bytes } = c.carried[direction];
  const carried = { ...c.carried, [direction]: { packets: packets + 1, bytes: bytes + packet.length } };
  const changed = { ...c, tcp, seenReply, assured, carried };
  const timed = { ...changed, expires: now + timeout(packet, changed) * 1000 };
  return { conntrack: withConnection(table, timed), connection: viewOf(timed, direction, state, now) };
};

/** The end of a packet's way: a new entry is entered for good. */
export const confirm = (table: Conntrack, skb: Skb, now: number): Tracked | null => {
  const id = skb.connection?.id;
  const c = id == null ? undefined : table.connections[id];
  if (!c || c.confirmed || skb.connection!.direction === 'reply') return null;
  const confirmed = { ...c, confirmed: true };
  return { conntrack: withConnection(table, confirmed), connection: viewOf(confirmed, skb.connection!.direction, skb.connection!.state, now) };
};

/** A packet was dropped: an entry that it began and nobody confirmed is forgotten. */
export const abandon = (table: Conntrack, skb: Skb): Conntrack => {
  const id = skb.connection?.id;
  const c = id == null ? undefined : table.connections[id];
  return c && !c.confirmed ? withoutConnection(table, c.id) : table;
};
