import type { ConnectionView, Skb, Tuple, Zone } from '../packet.ts';
import type { Connection, Expectation } from './connection.ts';
import { allEvents, eventBits } from './connectionEvents.ts';
import { connectionView, invalidView } from './connectionView.ts';
import {
  type Conntrack,
  commonZone,
  connectionOf,
  connectionsAt,
  withConnection,
  withoutConnection,
  withoutConnections,
  withoutExpired,
} from './conntrack.ts';
import { conntrackParameter } from './conntrackParameter.ts';
import { expectationOf } from './expectations.ts';
import type { Sysctl } from './sysctl.ts';
import { nextTcpState } from './tcpStates.ts';
import { withTimeout } from './timeouts.ts';
import { invert } from './tuple.ts';

/** The connection of a packet, and the table after the look-up. */
export interface Tracked {
  readonly conntrack: Conntrack;
  readonly connection: ConnectionView;
  /** The expectation that a new connection fulfils. */
  readonly fulfils?: Expectation;
}

/**
 * Begins a connection with a packet that belongs to no other: INVALID if such a packet cannot begin one, null
 * if the table is full and every entry in it is in use.
 * Reference: net/netfilter/nf_conntrack_core.c, init_conntrack
 */
export const beginConnection = (
  table: Conntrack,
  skb: Skb,
  tuple: Tuple,
  now: number,
  sysctl: Sysctl,
): Tracked | null => {
  const t = skb.packet.transport;
  const tcp = t.kind === 'tcp' ? nextTcpState('NONE', t.flags, 'original') : null;
  if (tcp === 'invalid' || tcp === 'ignore') return { conntrack: table, connection: invalidView };
  const midway = tcp !== null && tcp !== 'SYN_SENT';
  const strict = conntrackParameter(sysctl, 'net.netfilter.nf_conntrack_tcp_loose') === 0;
  if ((midway && strict) || (t.kind === 'icmp' && !icmpQueries.includes(t.type)))
    return { conntrack: table, connection: invalidView };
  const room = withRoom(withoutExpired(table, tuple, now), now, sysctl);
  if (room === null) return null;
  const zone = zoneOf(skb);
  const expectation = expectationOf(room, tuple, zone, now);
  const master = expectation && connectionOf(room, expectation.master)!;
  const counts = conntrackParameter(sysctl, 'net.netfilter.nf_conntrack_acct') !== 0;
  const counters = counts
    ? { original: { packets: 1, bytes: skb.packet.length }, reply: { packets: 0, bytes: 0 } }
    : null;
  const state = { id: room.next, tcp, began: now, counters };
  const begun = withTimeout(newConnection(skb, tuple, zone, master, state), now, sysctl);
  const after = { ...withConnection(room, begun), next: room.next + 1 };
  const connection = connectionView(begun, 'original', expectation ? 'RELATED' : 'NEW', now);
  if (expectation === null) return { conntrack: after, connection };
  const expectations = after.expectations.filter((e) => e !== expectation);
  return { conntrack: { ...after, expectations }, connection, fulfils: expectation };
};

/** ICMP types that ask for an answer: echo, timestamp, information, address mask. */
const icmpQueries: readonly number[] = [8, 13, 15, 17];

/** The zone that a CT rule has put a packet in. */
export const zoneOf = ({ template, mark }: Skb): Zone =>
  template === null
    ? commonZone
    : {
        direction: template.zone.direction,
        id: template.zone.id === 'mark' ? mark & 0xffff : template.zone.id,
      };

/** What is new about each new connection. */
type Beginning = Pick<Connection, 'id' | 'tcp' | 'began' | 'counters'>;

const newConnection = (
  { template }: Skb,
  tuple: Tuple,
  zone: Zone,
  master: Connection | null,
  beginning: Beginning,
): Connection => ({
  ...beginning,
  original: tuple,
  reply: invert(tuple),
  zone,
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
  helper: master ? null : (template?.helper ?? null),
  lineEnded: { original: false, reply: false },
  master: master && { id: master.id, helper: master.helper! },
  masqueradeDevice: null,
  expires: 0,
  ...(template?.synproxy && { synproxy: true }),
  eventMask: template?.events ?? allEvents,
  pendingEvents:
    (beginning.tcp === null ? 0 : eventBits.protoinfo) | (master ? eventBits.related : eventBits.new),
});

/**
 * The table with room for one more entry. A full one first forgets what has expired, then its oldest entry
 * that is not assured; null if there is no such entry. Reference: nf_conntrack_core.c, early_drop
 */
const withRoom = (table: Conntrack, now: number, sysctl: Sysctl): Conntrack | null => {
  const most = conntrackParameter(sysctl, 'net.netfilter.nf_conntrack_max');
  if (table.connections.size < most || most === 0) return table;
  const swept = withoutConnections(table, (c) => c.expires <= now, now);
  if (swept.connections.size < most) return swept;
  const spare = connectionsAt(swept, now).find((c) => !c.assured);
  return spare ? withoutConnection(swept, spare.id, now) : null;
};
