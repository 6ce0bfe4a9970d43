import type { Packet, Transport } from '../netfilter/packet.ts';
import { castOf } from './localAddress.ts';
import type { OutgoingPacket } from './outgoingPacket.ts';
import { echo, icmpErrorName, tcpSegment, udpDatagram } from './packets.ts';
import {
  type Arrival,
  isForClient,
  kernelOwner,
  listenerOn,
  listenerOwner,
  type Received,
  type SocketState,
  withOutcome,
  withSeen,
} from './socketState.ts';

type Udp = Extract<Transport, { kind: 'udp' }>;
type Icmp = Extract<Transport, { kind: 'icmp' }>;

/** What a host does with a UDP datagram: a listener echoes it. `to` is null where the port is closed. */
export const receiveUdp = (sockets: SocketState, arrival: Arrival, t: Udp): Received => {
  const { host, packet, journey } = arrival;
  if (sockets.client.kind === 'udp' && isForClient(sockets, arrival, t.sport, t.dport)) {
    const received = sockets.received + packet.payload;
    return { sockets: withOutcome({ ...sockets, received }, 'replied'), to: 'client', send: [] };
  }
  const listener = listenerOn(host, 'udp', arrival.proxy ?? t.dport);
  if (!listener) return { sockets, to: null, send: [] };
  const ends = { source: packet.destination, destination: packet.source };
  const reply: OutgoingPacket = {
    host: host.name,
    packet: udpDatagram(ends, listener.port, t.sport, packet.length - 28, packet.payload),
    by: 'listener',
    owner: listener.owner ?? listenerOwner,
    connection: null,
    answers: journey,
    ...(listener.transparent && { anySource: true as const }),
  };
  return { sockets: withSeen(sockets, arrival, t.sport, t.dport), to: 'listener', send: [reply] };
};

/** What a host does with an ICMP packet: the kernel answers an echo request, errors go to the client. */
export const receiveIcmp = (sockets: SocketState, arrival: Arrival, t: Icmp): Received => {
  const { host, packet, journey } = arrival;
  const { client } = sockets;
  if (t.about !== null) return receiveError(sockets, arrival, t, t.about);
  // Reference: net/ipv4/icmp.c, icmp_rcv (icmp_echo_ignore_broadcasts)
  if (t.type === 8 && castOf(host, packet.destination) !== null)
    return { sockets: withSeen(sockets, arrival, null, null), to: 'kernel', send: [] };
  if (t.type === 8) {
    const ends = { source: packet.destination, destination: packet.source };
    const reply = echo(ends, 0, t.id ?? 0, packet.length - 28, packet.payload, t.sequence ?? 0);
    const send: OutgoingPacket = {
      host: host.name,
      packet: { ...reply, tos: packet.tos },
      by: 'kernel',
      owner: kernelOwner,
      connection: null,
      answers: journey,
    };
    return { sockets: withSeen(sockets, arrival, null, null), to: 'kernel', send: [send] };
  }
  const forClient =
    t.type === 0 &&
    client.kind === 'ping' &&
    host.name === client.host &&
    packet.source === client.destination &&
    t.id === client.port;
  return forClient
    ? { sockets: withOutcome(sockets, 'replied'), to: 'client', send: [] }
    : { sockets, to: 'kernel', send: [] };
};

/** An ICMP error is for the client if the packet inside is one that the client sent. */
const receiveError = (sockets: SocketState, arrival: Arrival, t: Icmp, about: Packet): Received => {
  const { client } = sockets;
  if (!isFromClient(sockets, arrival, about)) return { sockets, to: 'kernel', send: [] };
  const icmp = icmpErrorName(t);
  const outcome = icmp === 'port-unreachable' && client.kind !== 'ping' ? 'refused' : 'unreachable';
  const inner = about.transport;
  const endsHandshake =
    inner.kind === 'tcp' && sockets.clientState === 'ESTABLISHED' && inner.flags.join() === 'ACK';
  if (!endsHandshake) return { sockets: withOutcome(sockets, outcome, icmp), to: 'client', send: [] };
  // An error about the last packet of the handshake is there before the program asks for the result of its
  // connect(), and the program closes. Reference: net/ipv4/tcp_ipv4.c, tcp_v4_err (sk_err_soft)
  const { source, destination, port, dport, ttl, tos } = client;
  const fin = tcpSegment({ source, destination }, port, dport!, ['FIN', 'ACK'], inner.options);
  const send: OutgoingPacket = {
    host: client.host,
    packet: { ...fin, ttl, tos },
    by: 'client',
    owner: client.owner,
    connection: null,
    answers: arrival.journey,
  };
  return { sockets: { ...sockets, outcome, icmp, clientState: 'FIN_WAIT' }, to: 'client', send: [send] };
};

const isFromClient = ({ client }: SocketState, { host }: Arrival, about: Packet): boolean => {
  const t = about.transport;
  const port = t.kind === 'tcp' || t.kind === 'udp' ? t.sport : t.kind === 'icmp' ? t.id : null;
  return (
    host.name === client.host &&
    about.source === client.source &&
    about.destination === client.destination &&
    port === client.port
  );
};
