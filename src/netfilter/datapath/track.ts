import type { Packet, Skb, Zone } from '../packet.ts';
import { beginConnection, type Tracked, zoneOf } from './beginConnection.ts';
import type { Connection, Direction } from './connection.ts';
import { eventBits, withEvent } from './connectionEvents.ts';
import { connectionView, invalidView } from './connectionView.ts';
import { type Conntrack, findConnection, withConnection, withoutConnection } from './conntrack.ts';
import type { Sysctl } from './sysctl.ts';
import { nextTcpState } from './tcpStates.ts';
import { isStream, withTimeout } from './timeouts.ts';
import { invert, tupleOf } from './tuple.ts';

/**
 * Finds the connection of a packet, or begins one, which is confirmed when the packet leaves the host or
 * reaches a program. Null if the table is full and every entry in it is in use: the packet is dropped.
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
    : beginConnection(table, skb, tuple, now, sysctl);
};

/**
 * An ICMP error is RELATED to the connection of the packet it is about, if it goes to the sender of that
 * packet. Reference: nf_conntrack_proto_icmp.c, nf_conntrack_inet_error
 */
const trackError = (table: Conntrack, packet: Packet, zone: Zone, now: number): Tracked => {
  const about = packet.transport.kind === 'icmp' ? packet.transport.about : null;
  const inner = about && tupleOf(about);
  const found = inner && findConnection(table, invert(inner), now, zone);
  const toSender = found && found.connection[found.direction].destination === packet.destination;
  return {
    conntrack: table,
    connection: toSender ? connectionView(found.connection, found.direction, 'RELATED', now) : invalidView,
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
    if (next === 'invalid') return { conntrack: table, connection: invalidView };
    // A SYN from the side that closed or reset a connection begins it anew.
    if (next === 'SYN_SENT' && (c.tcp === 'TIME_WAIT' || c.tcp === 'CLOSE')) {
      if (closedBy !== null)
        return beginConnection(withoutConnection(table, c.id, now), skb, tupleOf(packet)!, now, sysctl);
    } else if (next !== 'ignore') tcp = next;
    if (t.flags.includes('FIN')) closedBy ??= direction;
    if (t.flags.includes('RST')) closedBy = direction;
  }
  const state = direction === 'reply' || c.seenReply ? 'ESTABLISHED' : c.master ? 'RELATED' : 'NEW';
  const seenReply = c.seenReply || direction === 'reply';
  const assured = c.assured || becomesAssured(c, packet, tcp, now);
  const carried = c.counters?.[direction];
  const changed: Connection = {
    ...c,
    tcp,
    closedBy,
    assured,
    counters:
      c.counters && carried
        ? {
            ...c.counters,
            [direction]: { packets: carried.packets + 1, bytes: carried.bytes + packet.length },
          }
        : null,
    pendingEvents:
      c.pendingEvents |
      (tcp === c.tcp ? 0 : eventBits.protoinfo) |
      (seenReply === c.seenReply ? 0 : eventBits.reply) |
      (assured === c.assured ? 0 : eventBits.assured),
  };
  // The timeout is that of the connection before this packet: the first reply does not make a stream.
  const after = { ...withTimeout(changed, now, sysctl), seenReply };
  const connection = connectionView(after, direction, state, now);
  // A reset is the first reply: the connection was refused, and is forgotten.
  if (t.kind === 'tcp' && t.flags.includes('RST') && !c.seenReply) {
    const destroyed = { at: now, connection: changed, bits: eventBits.destroy, byCommand: false };
    return {
      conntrack: {
        ...withConnection(table, { ...after, expires: now, eventMask: 0 }),
        events: withEvent(table.events, destroyed),
      },
      connection,
    };
  }
  return { conntrack: withConnection(table, after), connection };
};

/** Whether a packet shows that both sides use the connection, so that a full table keeps it. */
const becomesAssured = (
  c: Connection,
  { transport: t }: Packet,
  tcp: Connection['tcp'],
  now: number,
): boolean =>
  c.seenReply &&
  (t.kind === 'tcp'
    ? tcp === 'ESTABLISHED' && (c.tcp === 'SYN_RECV' || c.tcp === 'ESTABLISHED')
    : t.kind === 'udp' && isStream(c, now));
