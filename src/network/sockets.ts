import type { SocketEnd, SocketSeen } from '../netfilter/environment.ts';
import type { Skb } from '../netfilter/packet.ts';
import { receiveIcmp, receiveUdp } from './datagramSockets.ts';
import { castOf } from './localAddress.ts';
import type { OutgoingPacket } from './outgoingPacket.ts';
import type { Delivery, SocketLayer } from './socketLayer.ts';
import {
  type Arrival,
  connectionKey,
  isForClient,
  listenerOn,
  type Received,
  type ServerState,
  type SocketState,
  withOutcome,
} from './socketState.ts';
import { receiveForClient } from './tcpClient.ts';
import { receiveForListener, refuseSegment, withSeenSegment } from './tcpListener.ts';
import type { Tcp } from './tcpReply.ts';
import type { Host } from './world.ts';

/** The sockets of all hosts in one conversation. `state` is replaced at each packet. */
export class Sockets implements SocketLayer {
  state: SocketState;

  constructor(state: SocketState) {
    this.state = state;
  }

  deliver(host: Host, { packet, proxy }: Skb, journey: number): Delivery {
    const arrival: Arrival = { host, packet, journey, ...(proxy !== undefined && { proxy }) };
    const { sockets, ...delivery } = receive(this.state, arrival);
    this.state = sockets;
    return delivery;
  }

  /** Reference: net/ipv4/inet_hashtables.c, __inet_lookup; udp.c, __udp4_lib_lookup */
  socketFor(host: Host, protocol: 'tcp' | 'udp', local: SocketEnd, remote: SocketEnd): SocketSeen | null {
    const { client, servers, proxied } = this.state;
    if (
      host.name === client.host &&
      client.kind === protocol &&
      local.address === client.source &&
      local.port === client.port &&
      remote.address === client.destination &&
      remote.port === client.dport
    )
      return { kind: 'connected', transparent: false };
    const key = connectionKey(host.name, local, remote);
    const server = servers[key];
    const listener = listenerOn(host, protocol, proxied[key] ?? local.port);
    const transparent = listener?.transparent === true;
    // Less than a socket: a request without its last ACK, and TIME-WAIT. Reference: net/core/sock.c, sk_fullsock
    if (server) return { kind: halfOpen.includes(server) ? 'half' : 'connected', transparent };
    return listener ? { kind: 'listening', transparent } : null;
  }

  /**
   * A program that opens a TCP connection does not learn of the failure, and tries again. Reference:
   * net/ipv4/tcp_output.c, tcp_connect
   */
  sendFailed({ by }: OutgoingPacket): void {
    if (by === 'client' && this.state.client.kind !== 'tcp')
      this.state = withOutcome(this.state, 'unreachable');
  }
}

const halfOpen: readonly ServerState[] = ['SYN_RECEIVED', 'REQUEST_LEFT', 'CHALLENGED', 'TIME_WAIT'];

const receive = (sockets: SocketState, arrival: Arrival): Received => {
  const { transport } = arrival.packet;
  switch (transport.kind) {
    case 'tcp':
      return receiveTcp(sockets, arrival, transport);
    case 'udp':
      return receiveUdp(sockets, arrival, transport);
    case 'icmp':
      return receiveIcmp(sockets, arrival, transport);
    case 'other':
      return { sockets, to: null, send: [] };
  }
};

const receiveTcp = (sockets: SocketState, arrival: Arrival, t: Tcp): Received => {
  // TCP has no answer for what goes to many hosts.
  if (castOf(arrival.host, arrival.packet.destination) !== null)
    return { sockets: withSeenSegment(sockets, arrival, t), to: null, send: [] };
  if (!isForClient(sockets, arrival, t.sport, t.dport)) return receiveForListener(sockets, arrival, t);
  if (sockets.client.kind !== 'segment') return receiveForClient(sockets, arrival, t);
  // No socket waits for the reply to a hand-made segment, so the kernel resets it.
  if (!t.flags.includes('RST')) return refuseSegment(withOutcome(sockets, 'replied'), arrival, t);
  return { sockets: withOutcome(sockets, 'refused'), to: 'client', send: [] };
};
