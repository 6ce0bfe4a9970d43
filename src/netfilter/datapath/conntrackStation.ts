import { confirm } from './confirm.ts';
import { connectionView } from './connectionView.ts';
import { deliverEvents } from './conntrack.ts';
import { ftpHelper } from './ftpHelper.ts';
import { followMaster } from './natStation.ts';
import type { PacketAtHook } from './packetAtHook.ts';
import { acknowledge } from './synproxy.ts';
import { track } from './track.ts';
import { tracksConnections } from './tracksConnections.ts';

/**
 * Finds the connection of a packet, or begins one. A packet that comes back over `lo` has one already.
 * Reference: net/netfilter/nf_conntrack_core.c, nf_conntrack_in
 */
export const lookUpConnection = (at: PacketAtHook): void => {
  if (at.skb.connection !== null || !tracksConnections(at.filter)) return;
  const done = track(at.conntrack, at.skb, at.environment.now, at.sysctl);
  if (done === null) return at.drop({ reason: 'conntrack-full' });
  at.conntrack = done.conntrack;
  at.skb = { ...at.skb, connection: done.connection };
  if (done.fulfils) followMaster(at, done.fulfils);
  at.events.push({ kind: 'tracked', hook: at.hook, connection: done.connection });
};

/**
 * The last station before a packet leaves the host or reaches a program: helpers read it, a new connection
 * is entered into the table, and its events are reported.
 * Reference: net/netfilter/nf_conntrack_proto.c, nf_confirm
 */
export const confirmConnection = (at: PacketAtHook): void => {
  if (!keepServersAnswer(at) && helped(at)) enter(at);
  const { connection } = at.skb;
  if (at.end.kind === 'on' && connection?.id != null)
    at.conntrack = deliverEvents(at.conntrack, connection.id, at.environment.now);
};

/**
 * SYNPROXY opened the connection, so the server's SYN,ACK goes no further. Reference: nf_synproxy_core.c,
 * ipv4_synproxy_hook
 */
const keepServersAnswer = (at: PacketAtHook): boolean => {
  const { connection } = at;
  const t = at.skb.packet.transport;
  if (!connection?.synproxy || connection.tcp !== 'SYN_RECV' || t.kind !== 'tcp') return false;
  if (!t.flags.includes('SYN') || !t.flags.includes('ACK')) return false;
  at.sends = acknowledge(at.skb, t);
  at.drop({ reason: 'kept', by: null });
  return true;
};

/** Lets the connection's helper read and change the packet; false where the packet is dropped. */
const helped = (at: PacketAtHook): boolean => {
  const done = ftpHelper(at.conntrack, at.skb, at.environment.now, at.environment.random);
  if (done === null) {
    at.drop({ reason: 'helper' });
    return false;
  }
  at.conntrack = done.conntrack;
  if (done.packet === at.skb.packet) return true;
  if (done.packet.payload !== at.skb.packet.payload) at.rewrite('connection', done.packet);
  at.skb = { ...at.skb, packet: done.packet };
  return true;
};

const enter = (at: PacketAtHook): void => {
  const done = confirm(at.conntrack, at.skb, at.environment.now);
  if (done === null) return;
  if (done === 'clash') return at.drop({ reason: 'conntrack-clash' });
  const { direction, state } = at.skb.connection!;
  const connection = connectionView(done.connection, direction, state, at.environment.now);
  at.conntrack = done.conntrack;
  at.skb = { ...at.skb, connection };
  at.events.push({ kind: 'confirmed', connection });
};
