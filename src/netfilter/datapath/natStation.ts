import type { NatRange } from '../extension.ts';
import type { Connection, Expectation } from './connection.ts';
import { connectionView } from './connectionView.ts';
import { withoutConnection } from './conntrack.ts';
import { setUpNat, sideAt, translate } from './nat.ts';
import type { PacketAtHook } from './packetAtHook.ts';
import { routeAgain, walkTable } from './tableStation.ts';

/**
 * Translates a packet's addresses and ports. Only the first packet of a connection walks the nat table; the
 * others follow what that one decided.
 * Reference: net/netfilter/nf_nat_core.c, nf_nat_inet_fn
 */
export const translateAddresses = (at: PacketAtHook): void => {
  const { connection: entry } = at;
  if (!entry) return;
  if (leavesMasqueradeDevice(at, entry)) return forget(at, entry);
  let connection = entry;
  let walked = false;
  if (isFirst(at, entry)) {
    const range = walkTable(at, 'nat');
    if (at.end.kind !== 'on') return;
    walked = range !== null;
    // The entry as the walk has left it: CONNMARK is allowed in nat too.
    const setUp = setUpNat(at.conntrack, at.connection!, at.hook, range, at.skb.output, at.environment);
    if (!setUp) return at.drop({ reason: 'masquerade-no-address', device: at.skb.output! });
    at.conntrack = setUp.conntrack;
    connection = setUp.connection;
  }
  const { direction, state } = at.skb.connection!;
  const before = at.skb.packet;
  const after = translate(before, connection, direction, at.hook);
  if (JSON.stringify(after) !== JSON.stringify(before)) at.rewrite(walked ? 'rule' : 'connection', after);
  at.skb = {
    ...at.skb,
    packet: after,
    connection: connectionView(connection, direction, state, at.environment.now),
  };
  if (at.hook === 'OUTPUT' && after.destination !== before.destination) routeAgain(at);
};

/**
 * Whether this side of the connection is still to be decided. A reset that REJECT sends for a connection not
 * set up yet walks the chains in its place; an ICMP error never does.
 */
const isFirst = ({ hook, skb: { packet, connection: seen } }: PacketAtHook, entry: Connection): boolean =>
  (seen!.state === 'NEW' || (seen!.state === 'RELATED' && packet.protocol !== 1)) &&
  !(sideAt(hook) === 'source' ? entry.sourceNatDone : entry.destinationNatDone);

/** Reference: include/net/netfilter/nf_nat.h, nf_nat_oif_changed */
const leavesMasqueradeDevice = ({ hook, skb }: PacketAtHook, { masqueradeDevice }: Connection): boolean =>
  hook === 'POSTROUTING' &&
  skb.connection!.state !== 'RELATED' &&
  skb.connection!.direction === 'original' &&
  masqueradeDevice !== null &&
  masqueradeDevice !== skb.output;

const forget = (at: PacketAtHook, { id, masqueradeDevice }: Connection): void => {
  at.conntrack = withoutConnection(at.conntrack, id, at.environment.now);
  at.drop({ reason: 'masquerade-device', chosenFor: masqueradeDevice!, device: at.skb.output! });
};

/**
 * Translates a connection that a helper expected as its master is translated, whatever the rules say.
 * Reference: nf_nat_helper.c, nf_nat_follow_master
 */
export const followMaster = (at: PacketAtHook, { translation }: Expectation): void => {
  const { connection } = at;
  if (translation === null || !connection) return;
  const { source, destination, port } = translation;
  const asked = { random: false, persistent: false, masquerade: false } as const;
  const from: NatRange = {
    ...asked,
    side: 'source',
    addresses: { from: source, to: source },
    ports: null,
  };
  const to: NatRange = {
    ...asked,
    side: 'destination',
    addresses: { from: destination, to: destination },
    ports: { from: port, to: port },
  };
  const half = setUpNat(at.conntrack, connection, 'POSTROUTING', from, null, at.environment)!;
  const both = setUpNat(half.conntrack, half.connection, 'PREROUTING', to, null, at.environment)!;
  at.conntrack = both.conntrack;
  at.skb = {
    ...at.skb,
    connection: connectionView(both.connection, 'original', 'RELATED', at.environment.now),
  };
};
