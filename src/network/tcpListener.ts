import type { TcpFlag } from '../netfilter/packet.ts';
import { listenerReply } from './listenerReply.ts';
import { timestamp } from './packets.ts';
import {
  type Arrival,
  connectionKey,
  kernelOwner,
  listenerOn,
  listenerOwner,
  type Received,
  type ServerState,
  type SocketState,
  withSeen,
} from './socketState.ts';
import { type Tcp, tcpReply } from './tcpReply.ts';
import type { Listener } from './world.ts';

const listener = { by: 'listener', owner: listenerOwner } as const;

/**
 * What a host does with a segment for one of its ports: a listener accepts, replies and closes; a closed port
 * answers with a reset. Reference: net/ipv4/tcp_ipv4.c, tcp_v4_rcv
 */
export const receiveForListener = (sockets: SocketState, arrival: Arrival, t: Tcp): Received => {
  const key = connectionKey(
    arrival.host.name,
    { address: arrival.packet.destination, port: t.dport },
    { address: arrival.packet.source, port: t.sport },
  );
  const port = arrival.proxy ?? sockets.proxied[key] ?? t.dport;
  return sentBy(listenerOn(arrival.host, 'tcp', port), received(sockets, arrival, t, key));
};

/** What a listener sends, as its own program sends it. */
const sentBy = (by: Listener | undefined, done: Received): Received =>
  by?.owner === undefined && !by?.transparent
    ? done
    : {
        ...done,
        send: done.send.map((out) => ({
          ...out,
          owner: out.owner === listenerOwner ? (by.owner ?? listenerOwner) : out.owner,
          ...(by.transparent && { anySource: true as const }),
        })),
      };

const received = (sockets: SocketState, arrival: Arrival, t: Tcp, key: string): Received => {
  const state = sockets.servers[key];
  if (state === undefined) return receiveWithoutConnection(sockets, arrival, t, key);
  if (state === 'REQUEST_LEFT' || state === 'CONNECTION_LEFT')
    return challenge(sockets, arrival, t, key, state);
  if (state === 'TIME_WAIT') {
    // A new connection takes the place of one that is over.
    if (t.flags.includes('SYN')) return receiveWithoutConnection(sockets, arrival, t, key);
    if (sockets.client.kind === 'segment') return challenge(sockets, arrival, t, key, state);
  }
  if (t.flags.includes('RST')) {
    const { [key]: _, ...servers } = sockets.servers;
    return { sockets: { ...sockets, servers }, to: 'listener', send: [] };
  }
  return receiveInConnection(sockets, arrival, t, key, state);
};

/**
 * What is left of another connection acknowledges what it had, once. Reference: net/ipv4/tcp_ipv4.c,
 * tcp_v4_reqsk_send_ack and tcp_v4_timewait_ack; tcp_input.c, tcp_send_challenge_ack
 */
const challenge = (
  before: SocketState,
  arrival: Arrival,
  t: Tcp,
  key: string,
  state: 'REQUEST_LEFT' | 'CONNECTION_LEFT' | 'TIME_WAIT',
): Received => {
  const sockets = withSeenSegment(before, arrival, t);
  // The numbers of this reset are those of another connection.
  if (t.flags.includes('RST')) return { sockets, to: 'kernel', send: [] };
  // An acknowledgement of something else goes to the listener itself. Reference: tcp_minisocks.c, tcp_check_req
  if (state === 'REQUEST_LEFT' && t.flags.includes('ACK'))
    return refuseSegment(sockets, arrival, t, listenerOwner);
  const owner = state === 'TIME_WAIT' ? null : listenerOwner;
  const ack = tcpReply(arrival, { ...t, options: timestamp }, ['ACK'], { by: 'kernel', owner });
  const tos = state === 'REQUEST_LEFT' ? arrival.packet.tos & 0xfc : 0;
  return {
    sockets: withServer(sockets, key, 'CHALLENGED'),
    to: 'listener',
    send: [{ ...ack, packet: { ...ack.packet, tos } }],
  };
};

/** Refuses a segment with a reset; one that is itself a reset gets no answer. */
export const refuseSegment = (
  sockets: SocketState,
  arrival: Arrival,
  t: Tcp,
  owner: typeof kernelOwner | typeof listenerOwner = kernelOwner,
): Received => {
  if (t.flags.includes('RST')) return { sockets, to: 'kernel', send: [] };
  const flags: readonly TcpFlag[] = t.flags.includes('ACK') ? ['RST'] : ['RST', 'ACK'];
  const reset = tcpReply(arrival, t, flags, { by: 'kernel', owner });
  // No program has set a type of service here, so the reset has that of the segment. Reference:
  // net/ipv4/tcp_ipv4.c, tcp_v4_send_reset
  const packet = { ...reset.packet, tos: arrival.packet.tos & 0xfc };
  return { sockets, to: 'kernel', send: [{ ...reset, packet }] };
};

const listens = ({ host, proxy }: Arrival, t: Tcp): boolean =>
  listenerOn(host, 'tcp', proxy ?? t.dport) !== undefined;

/** The same sockets after a port got a segment: what listeners see of a probe is its SYN, or its hand-made segment. */
export const withSeenSegment = (sockets: SocketState, arrival: Arrival, t: Tcp): SocketState => {
  const opens = t.flags.includes('SYN') && !t.flags.includes('ACK');
  const first = sockets.client.kind === 'segment' ? arrival.journey === 0 : opens;
  return first && listens(arrival, t) ? withSeen(sockets, arrival, t.sport, t.dport) : sockets;
};

const receiveWithoutConnection = (before: SocketState, arrival: Arrival, t: Tcp, key: string): Received => {
  const has = (flag: TcpFlag) => t.flags.includes(flag);
  const listening = listens(arrival, t);
  const sockets = withSeenSegment(before, arrival, t);
  // A listener's port resets as the listener. Reference: net/ipv4/ip_output.c, ip_send_unicast_reply
  if (!listening || has('ACK'))
    return refuseSegment(sockets, arrival, t, listening ? listenerOwner : kernelOwner);
  if (has('RST') || !has('SYN') || has('FIN')) return { sockets, to: 'kernel', send: [] };
  const { proxy } = arrival;
  const proxied = proxy === undefined ? sockets.proxied : { ...sockets.proxied, [key]: proxy };
  const opened = withServer({ ...sockets, proxied }, key, 'SYN_RECEIVED');
  return { sockets: opened, to: 'listener', send: [tcpReply(arrival, t, ['SYN', 'ACK'], listener)] };
};

const receiveInConnection = (
  before: SocketState,
  arrival: Arrival,
  t: Tcp,
  key: string,
  state: ServerState,
): Received => {
  const { payload } = arrival.packet;
  const fin = t.flags.includes('FIN');
  const say = (...flags: readonly TcpFlag[]) => tcpReply(arrival, t, flags, listener);
  const received = (sockets: SocketState, ...send: Received['send']): Received => ({
    sockets,
    to: 'listener',
    send,
  });
  let sockets = before;
  let now = state;
  if (now === 'SYN_RECEIVED' && t.flags.includes('ACK')) {
    // Linux 6.15 and later checks that the timestamp that comes back is one it sent. Reference:
    // net/ipv4/tcp_minisocks.c, tcp_check_req
    if (t.strayEcho) return received(sockets, say('ACK'));
    // The program has accepted. It waits for a client that has something to say; any other it closes at once.
    const waits = sockets.client.says.length > 0;
    now = waits ? 'ESTABLISHED' : 'FIN_WAIT_1';
    sockets = withServer(sockets, key, now);
    if (payload === '') return waits ? received(sockets) : received(sockets, say('FIN', 'ACK'));
  }
  if (now === 'ESTABLISHED' && payload !== '') {
    // What arrives before the program has accepted is acknowledged by a socket of no program.
    const owner = state === 'SYN_RECEIVED' ? kernelOwner : listenerOwner;
    return received(
      sockets,
      tcpReply(arrival, t, ['ACK'], { by: 'listener', owner }),
      tcpReply(arrival, t, ['PSH', 'ACK'], listener, listenerReply(arrival.host, payload)),
    );
  }
  if (now === 'ESTABLISHED' && fin) return received(withServer(sockets, key, 'LAST_ACK'), say('FIN', 'ACK'));
  if (now === 'FIN_WAIT_1' || now === 'FIN_WAIT_2') {
    if (!fin) return received(now === 'FIN_WAIT_1' ? withServer(sockets, key, 'FIN_WAIT_2') : sockets);
    // The program has said that it is done, and keeps its socket until the client is, too.
    return received(withServer(sockets, key, 'TIME_WAIT'), say('ACK'));
  }
  return received(sockets);
};

const withServer = (sockets: SocketState, key: string, state: ServerState): SocketState => ({
  ...sockets,
  servers: { ...sockets.servers, [key]: state },
});
