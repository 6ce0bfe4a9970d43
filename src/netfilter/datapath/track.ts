import type { ConnectionState, ConnectionView, Packet, Skb, Tuple, Zone } from '../packet.ts';
import { findMatch, findTarget } from '../registry.ts';
import type { PacketFilter, Rule } from '../types.ts';
import type { Connection, Direction, Expectation } from './connection.ts';
import { everything, happening, withEvent } from './connectionEvents.ts';
import {
  type Conntrack,
  commonZone,
  connectionOf,
  connectionsAt,
  expectationOf,
  findConnection,
  withConnection,
  withoutConnection,
  withoutConnections,
  withoutExpired,
} from './conntrack.ts';
import { invalid } from './noConnection.ts';
import { conntrackParameter, type Sysctl } from './sysctl.ts';
import { nextTcpState, tcpTimeout } from './tcpStates.ts';
import { invert, tupleOf } from './tuple.ts';

const echoReplyOf: Readonly<Record<number, number>> = { 8: 0, 13: 14, 15: 16, 17: 18 };

/** What matches see of a connection. */
export const viewOf = (
  c: Connection,
  direction: Direction,
  state: ConnectionState,
  now: number,
): ConnectionView => ({
  state,
  direction,
  id: c.id,
  original: c.original,
  reply: c.reply,
  mark: c.mark,
  helper: c.helper,
  foretoldBy: c.foretoldBy?.helper ?? null,
  carried: c.carried,
  expires: Math.max(0, Math.floor((c.expires - now) / 1000)),
  status: {
    seenReply: c.seenReply,
    assured: c.assured,
    confirmed: c.confirmed,
    sourceNat: c.sourceNat,
    destinationNat: c.destinationNat,
  },
});

const needs = new WeakMap<object, boolean>();
const asksForTracking = ({ matches, target }: Rule): boolean =>
  matches.some((m) => findMatch(m.name)!.tracks?.(m.data)) ||
  (target.kind === 'extension' && findTarget(target.use.name)!.tracks?.(target.use.data) === true);

/** Whether a host tracks connections at all: only while some rule of any table asks for it. */
export const tracks = (filter: PacketFilter): boolean => {
  let known = needs.get(filter.tables);
  if (known === undefined) {
    known = Object.values(filter.tables).some((t) =>
      Object.values(t.chains).some((c) => c.rules.some(asksForTracking)),
    );
    needs.set(filter.tables, known);
  }
  return known;
};

/**
 * Seconds until a connection is forgotten if nothing more comes. Reference: nf_conntrack_proto_*.c, the
 * timeouts of each
 */
const timeout = (c: Connection, now: number, sysctl: Sysctl): number => {
  if (c.tcp) return tcpTimeout(c.tcp, c.seenReply, sysctl);
  if (c.original.protocol === 1) return conntrackParameter(sysctl, 'net.netfilter.nf_conntrack_icmp_timeout');
  if (c.original.protocol !== 17)
    return conntrackParameter(sysctl, 'net.netfilter.nf_conntrack_generic_timeout');
  return conntrackParameter(
    sysctl,
    c.seenReply && isStream(c, now)
      ? 'net.netfilter.nf_conntrack_udp_timeout_stream'
      : 'net.netfilter.nf_conntrack_udp_timeout',
  );
};

/** A UDP exchange still alive two seconds after it began is taken for a stream. */
const isStream = (c: Connection, now: number): boolean => now - c.began > 2000;

const timed = (c: Connection, now: number, sysctl: Sysctl): Connection => ({
  ...c,
  expires: now + timeout(c, now, sysctl) * 1000,
});

/** What a look-up found, and the table after it. */
export interface Tracked {
  readonly conntrack: Conntrack;
  readonly connection: ConnectionView;
  /** What a new connection was foretold by. */
  readonly fulfils?: Expectation;
}

/**
 * Looks a packet up, or begins an entry for it that is confirmed at the end of its way. Null where the table
 * is full and nothing in it can be spared: the packet is dropped.
 * Reference: net/netfilter/nf_conntrack_core.c, nf_conntrack_in.
 */
export const track = (table: Conntrack, skb: Skb, now: number, sysctl: Sysctl): Tracked | null => {
  const { packet } = skb;
  const tuple = tupleOf(packet);
  const zone = zoneOf(skb);
  if (tuple === null) return trackError(table, packet, zone, now);
  const found = findConnection(table, tuple, now, zone);
  return found
    ? trackKnown(table, skb, found.connection, found.direction, now, sysctl)
    : trackNew(table, skb, tuple, now, sysctl);
};

const zoneOf = ({ template, mark }: Skb): Zone =>
  template === null
    ? commonZone
    : {
        direction: template.zone.direction,
        id: template.zone.id === 'mark' ? mark & 0xffff : template.zone.id,
      };

/**
 * An ICMP error is RELATED to the connection of the packet it is about, if it is sent to who sent that.
 * Reference: nf_conntrack_proto_icmp.c, nf_conntrack_inet_error
 */
const trackError = (table: Conntrack, packet: Packet, zone: Zone, now: number): Tracked => {
  const about = packet.transport.kind === 'icmp' ? packet.transport.about : null;
  const inner = about && tupleOf(about);
  const found = inner && findConnection(table, invert(inner), now, zone);
  const fits = found && found.connection[found.direction].destination === packet.destination;
  return {
    conntrack: table,
    connection: fits ? viewOf(found.connection, found.direction, 'RELATED', now) : invalid,
  };
};

/**
 * Room for one more: a full table first forgets what has expired, then the oldest entry that is not assured.
 * Reference: nf_conntrack_core.c, early_drop
 */
const withRoom = (table: Conntrack, now: number, sysctl: Sysctl): Conntrack | null => {
  const most = conntrackParameter(sysctl, 'net.netfilter.nf_conntrack_max');
  if (table.connections.size < most || most === 0) return table;
  const swept = withoutConnections(table, (c) => c.expires <= now, now);
  if (swept.connections.size < most) return swept;
  const spare = connectionsAt(swept, now).find((c) => !c.assured);
  return spare ? withoutConnection(swept, spare.id, now) : null;
};

const trackNew = (full: Conntrack, skb: Skb, tuple: Tuple, now: number, sysctl: Sysctl): Tracked | null => {
  const { packet } = skb;
  const t = packet.transport;
  const refused = { conntrack: full, connection: invalid };
  const first = t.kind === 'tcp' ? nextTcpState('NONE', t.flags, 'original') : null;
  if (first === 'invalid' || first === 'ignore') return refused;
  // Without tcp_loose only a SYN begins a connection.
  if (
    first !== null &&
    first !== 'SYN_SENT' &&
    conntrackParameter(sysctl, 'net.netfilter.nf_conntrack_tcp_loose') === 0
  )
    return refused;
  // Only a query can open an ICMP connection.
  if (t.kind === 'icmp' && echoReplyOf[t.type] === undefined) return refused;
  const table = withRoom(withoutExpired(full, tuple, now), now, sysctl);
  if (table === null) return null;
  const zone = zoneOf(skb);
  const expected = expectationOf(table, tuple, zone, now);
  const master = expected && connectionOf(table, expected.master)!;
  const c: Connection = {
    id: table.next,
    original: tuple,
    reply: invert(tuple),
    zone,
    tcp: first,
    closedBy: null,
    seenReply: false,
    assured: false,
    confirmed: false,
    sourceNat: false,
    destinationNat: false,
    sourceNatDone: false,
    destinationNatDone: false,
    mark: master?.mark ?? 0,
    labels: [],
    helper: master ? null : (skb.template?.helper ?? null),
    lineEnded: { original: false, reply: false },
    foretoldBy: master && { master: master.id, helper: master.helper! },
    masqueradeDevice: null,
    began: now,
    expires: 0,
    ...(skb.template?.synproxy && { synproxy: true }),
    told: skb.template?.events ?? everything,
    untold: (first === null ? 0 : happening.protoinfo) | (master ? happening.related : happening.new),
    carried: { original: { packets: 1, bytes: packet.length }, reply: { packets: 0, bytes: 0 } },
  };
  const begun = timed(c, now, sysctl);
  const after = { ...withConnection(table, begun), next: table.next + 1 };
  if (expected === null) return { conntrack: after, connection: viewOf(begun, 'original', 'NEW', now) };
  return {
    conntrack: { ...after, expectations: after.expectations.filter((e) => e !== expected) },
    connection: viewOf(begun, 'original', 'RELATED', now),
    fulfils: expected,
  };
};

const trackKnown = (
  table: Conntrack,
  skb: Skb,
  c: Connection,
  direction: Direction,
  now: number,
  sysctl: Sysctl,
): Tracked | null => {
  const { packet } = skb;
  const t = packet.transport;
  let { tcp, closedBy } = c;
  if (t.kind === 'tcp') {
    const next = nextTcpState(c.tcp ?? 'NONE', t.flags, direction);
    if (next === 'invalid') return { conntrack: table, connection: invalid };
    // A SYN from who closed a connection, or reset it, begins it anew.
    if (next === 'SYN_SENT' && (c.tcp === 'TIME_WAIT' || c.tcp === 'CLOSE')) {
      if (closedBy !== null)
        return trackNew(withoutConnection(table, c.id, now), skb, tupleOf(packet)!, now, sysctl);
    } else if (next !== 'ignore') tcp = next;
    if (t.flags.includes('FIN')) closedBy ??= direction;
    if (t.flags.includes('RST')) closedBy = direction;
  }
  const state = direction === 'reply' || c.seenReply ? 'ESTABLISHED' : c.foretoldBy ? 'RELATED' : 'NEW';
  const seenReply = c.seenReply || direction === 'reply';
  const assured =
    c.assured ||
    (t.kind === 'tcp' &&
      c.seenReply &&
      tcp === 'ESTABLISHED' &&
      (c.tcp === 'SYN_RECV' || c.tcp === 'ESTABLISHED')) ||
    (t.kind === 'udp' && c.seenReply && isStream(c, now));
  const { packets, bytes } = c.carried[direction];
  const carried = { ...c.carried, [direction]: { packets: packets + 1, bytes: bytes + packet.length } };
  const untold =
    c.untold |
    (tcp === c.tcp ? 0 : happening.protoinfo) |
    (seenReply === c.seenReply ? 0 : happening.reply) |
    (assured === c.assured ? 0 : happening.assured);
  const changed = { ...c, tcp, closedBy, carried, seenReply: c.seenReply, assured, untold };
  // Its time is reckoned as before this packet: the first answer does not make a stream.
  const after = { ...timed(changed, now, sysctl), seenReply };
  const view = viewOf(after, direction, state, now);
  // A refusal is all that answered: there is no connection to remember.
  if (t.kind === 'tcp' && t.flags.includes('RST') && !c.seenReply) {
    const events = withEvent(table.events, {
      at: now,
      connection: changed,
      what: happening.destroy,
      byCommand: false,
    });
    return {
      conntrack: { ...withConnection(table, { ...after, expires: now, told: 0 }), events },
      connection: view,
    };
  }
  return { conntrack: withConnection(table, after), connection: view };
};

/**
 * A connection that REJECT has reset is closed for the host that did it, if it was remembered at all.
 * Reference: nf_conntrack_proto_tcp.c, nf_conntrack_tcp_set_closing
 */
export const closed = (
  table: Conntrack,
  id: number | null | undefined,
  now: number,
  sysctl: Sysctl,
): Conntrack => {
  const c = connectionOf(table, id);
  return c?.confirmed && c.tcp !== null && c.tcp !== 'CLOSE'
    ? withConnection(
        table,
        timed({ ...c, tcp: 'CLOSE', untold: c.untold | happening.protoinfo }, now, sysctl),
      )
    : table;
};

/**
 * The end of a packet's way: a new entry is entered for good. Null where there is nothing to enter; `clash`
 * where another connection has one of its tuples. Reference: __nf_conntrack_confirm
 */
export const confirm = (table: Conntrack, skb: Skb, now: number): Tracked | 'clash' | null => {
  const c = connectionOf(table, skb.connection?.id);
  if (!c || c.confirmed || skb.connection!.direction === 'reply') return null;
  if (findConnection(table, c.original, now, c.zone) || findConnection(table, c.reply, now, c.zone))
    return 'clash';
  const confirmed = {
    ...c,
    confirmed: true,
    untold: c.helper === null ? c.untold : c.untold | happening.helper,
  };
  return {
    conntrack: withConnection(table, confirmed),
    connection: viewOf(confirmed, skb.connection!.direction, skb.connection!.state, now),
  };
};

/** A packet was dropped: an entry that it began and nobody confirmed is forgotten. */
export const abandon = (table: Conntrack, skb: Skb): Conntrack => {
  const c = connectionOf(table, skb.connection?.id);
  return c && !c.confirmed ? withoutConnection(table, c.id, 0) : table;
};
