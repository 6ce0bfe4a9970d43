import { closeConnection } from '../netfilter/datapath/confirm.ts';
import { connectionView } from '../netfilter/datapath/connectionView.ts';
import { connectionOf } from '../netfilter/datapath/conntrack.ts';
import type { Drop } from '../netfilter/drop.ts';
import type { Skb, TcpFlag } from '../netfilter/packet.ts';
import type { Address, Hook } from '../netfilter/types.ts';
import type { Flight } from './flight.ts';
import { withIcmpAllowed } from './icmpRate.ts';
import { addressType, castOf, interfaceOf } from './localAddress.ts';
import { mtuOf } from './mtu.ts';
import { flowOf, nextHopOf } from './nextHop.ts';
import { deservesError, type IcmpErrorName, icmpError, tcpSegment } from './packets.ts';
import { flowTo, lookUp } from './routes.ts';
import { sourceForLocal, sourceForRoute } from './sourceAddress.ts';
import type { Host } from './world.ts';

/**
 * Ends a packet, and tells its sender with an ICMP error, or silently if `error` is null. The connection
 * that the packet began is not forgotten yet: the error belongs to it.
 */
export const refuse = (
  flight: Flight,
  host: string,
  drop: Drop,
  skb: Skb,
  error: IcmpErrorName | null,
): void => {
  flight.record({ kind: 'dropped', host, ...drop });
  if (error) sendIcmpError(flight, host, error, skb, { isLocal: drop.reason === 'no-socket' });
};

/**
 * Sends REJECT's answer. `reroute` says that a rule of OUTPUT changed the packet so that it was routed again.
 * Reference: net/ipv4/netfilter/nf_reject_ipv4.c
 */
export const sendReject = (
  flight: Flight,
  host: string,
  hook: Hook,
  skb: Skb,
  answer: string,
  reroute: boolean,
): void => {
  if (answer === 'tcp-reset') return sendReset(flight, host, skb);
  const isLocal = hook === 'INPUT' || (hook === 'OUTPUT' && staysHere(flight.host(host), skb, reroute));
  const error = answer.slice('icmp-'.length) as IcmpErrorName;
  sendIcmpError(flight, host, error, skb, { isLocal, isOutput: hook === 'OUTPUT' });
};

/** Whether a packet made here is for its own host. */
const staysHere = (host: Host, skb: Skb, reroute: boolean): boolean =>
  nextHopOf(host, flowOf(reroute ? skb : { ...skb, mark: 0 })).device === 'lo';

const sendReset = (flight: Flight, host: string, skb: Skb): void => {
  const { source, destination, transport: t, fragment } = skb.packet;
  if (t.kind !== 'tcp' || t.flags.includes('RST') || fragment?.offset) return;
  if (castOf(flight.host(host), destination) !== null) return;
  const flags: readonly TcpFlag[] = t.flags.includes('ACK') ? ['RST'] : ['RST', 'ACK'];
  flight.answers.push({
    host,
    packet: tcpSegment({ source: destination, destination: source }, t.dport, t.sport, flags),
    by: 'kernel',
    owner: null,
    connection: related(flight, host, skb),
    answers: flight.number,
    anySource: true,
  });
  flight.change(host, (h) => ({
    ...h,
    conntrack: closeConnection(h.conntrack, skb.connection?.id, flight.world.now, h.sysctl),
  }));
};

/**
 * Sends an ICMP error about a packet, unless errors about such packets are never sent or the rate limit is
 * reached. `isLocal` says that the packet is for this host itself, `isOutput` that a rule of OUTPUT rejected it.
 * Reference: net/ipv4/icmp.c, __icmp_send
 */
export const sendIcmpError = (
  flight: Flight,
  name: string,
  error: IcmpErrorName,
  skb: Skb,
  { isLocal, isOutput = false }: { readonly isLocal: boolean; readonly isOutput?: boolean },
): void => {
  const { packet } = skb;
  const host = flight.host(name);
  // The kernel has one socket for ICMP, which is in use while it sends a message of its own.
  // Reference: icmp_xmit_lock
  const busy = isOutput && flight.packet.by === 'kernel' && packet.protocol === 1;
  if (busy || !deservesError(packet) || castOf(host, packet.destination) !== null) return;
  const source = errorSource(host, skb, isLocal);
  if (source === null) return;
  const mtu = error === 'fragmentation-needed' ? mtuOf(host, skb.output ?? '') : undefined;
  const made = icmpError({ source, destination: packet.source }, error, packet, mtu);
  const toItself = addressType(host, packet.source) === 'LOCAL';
  const allowed = toItself ? host : withIcmpAllowed(host, made, flight.world.now);
  if (allowed === null) return;
  flight.change(name, () => allowed);
  flight.answers.push({
    host: name,
    packet: made,
    by: 'kernel',
    owner: { uid: null, gid: null },
    connection: related(flight, name, skb),
    answers: flight.number,
  });
};

/**
 * The source address of an ICMP error: for a packet to this host the address that it was for, which has to be one to
 * send from. Null if there is none, or no route to the receiver.
 */
const errorSource = (host: Host, { packet }: Skb, isLocal: boolean): Address | null => {
  const { source, destination, tos } = packet;
  if (isLocal) return interfaceOf(host, destination) ? destination : null;
  if (addressType(host, source) === 'LOCAL') return sourceForLocal(host, source);
  const route = lookUp(host, { ...flowTo(source), tos });
  return route && sourceForRoute(host, route, source);
};

/** The connection of a packet, as the kernel's answer to that packet belongs to it. */
const related = (flight: Flight, host: string, { connection: seen }: Skb): Skb['connection'] => {
  const entry = connectionOf(flight.host(host).conntrack, seen?.id);
  if (!entry) return null;
  const direction = seen!.direction === 'original' ? 'reply' : 'original';
  return connectionView(entry, direction, 'RELATED', flight.world.now);
};
