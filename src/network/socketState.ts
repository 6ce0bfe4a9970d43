import type { SocketEnd } from '../netfilter/environment.ts';
import type { Packet, Skb } from '../netfilter/packet.ts';
import type { Address } from '../netfilter/types.ts';
import { printAddress } from '../netfilter/values/address.ts';
import type { Answer, Outcome } from './scenario.ts';
import type { Delivery } from './socketLayer.ts';
import type { Host, Listener } from './world.ts';

/** The socket of the program that begins a conversation: its ends, and what the program does with it. */
export interface ClientSocket {
  readonly host: string;
  /** `segment` is one hand-made TCP segment, without a connection. */
  readonly kind: 'tcp' | 'udp' | 'ping' | 'segment';
  readonly source: Address;
  readonly destination: Address;
  /** The source port, or the echo id. */
  readonly port: number;
  /** The destination port; null for ping. */
  readonly dport: number | null;
  readonly owner: Skb['owner'];
  /** What the socket writes into every packet. */
  readonly ttl: number;
  readonly tos: number;
  /**
   * What a TCP client sends once it is connected: each text after the reply to the one before, and then it
   * closes. A client with nothing to send waits for the server to close.
   */
  readonly says: readonly string[];
}

/**
 * A server's side of one TCP connection, by the names of RFC 9293. What an earlier conversation has left is a request
 * or a connection; `CHALLENGED` says that it has acknowledged something that was not about it.
 */
export type ServerState =
  | 'REQUEST_LEFT'
  | 'CONNECTION_LEFT'
  | 'CHALLENGED'
  | 'SYN_RECEIVED'
  | 'ESTABLISHED'
  | 'FIN_WAIT_1'
  | 'FIN_WAIT_2'
  | 'LAST_ACK'
  | 'TIME_WAIT';

/** All sockets of one conversation as a value: the client's, and those of the listeners that answer it. */
export interface SocketState {
  readonly client: ClientSocket;
  readonly clientState: 'SYN_SENT' | 'ESTABLISHED' | 'FIN_WAIT' | 'CLOSED';
  /** The port of the listener that accepted a connection for another port, as TPROXY asked, by `connectionKey`. */
  readonly proxied: Readonly<Record<string, number>>;
  /** The servers' sides, by `connectionKey`. */
  readonly servers: Readonly<Record<string, ServerState>>;
  readonly outcome: Outcome;
  /** A reset came after the handshake: nothing more will be received. */
  readonly reset: boolean;
  readonly icmp: string | null;
  readonly seen: Answer['seen'];
  /** The text that the client has received. */
  readonly received: string;
  /** How many of the texts in `says` the client has sent. */
  readonly sent: number;
  /** The client has sent its SYN again, because something answered that was not about it. */
  readonly triedAgain: boolean;
}

/** The sockets before the client has sent anything. `servers` are those of earlier connections. */
export const openSocket = (client: ClientSocket, servers: SocketState['servers'] = {}): SocketState => ({
  client,
  clientState: 'SYN_SENT',
  proxied: {},
  servers,
  outcome: 'timeout',
  reset: false,
  icmp: null,
  seen: null,
  received: '',
  sent: 0,
  triedAgain: false,
});

/**
 * A packet that has arrived at its host; `journey` is its number, for the answers to name. `proxy` is the port of the
 * listener that TPROXY gave it to.
 */
export interface Arrival {
  readonly host: Host;
  readonly packet: Packet;
  readonly journey: number;
  readonly proxy?: number;
}

/** What came of a packet, and the sockets afterwards. */
export interface Received extends Delivery {
  readonly sockets: SocketState;
}

/** The owner of packets that the kernel sends for no program, and of those that a listener sends. */
export const kernelOwner = { uid: null, gid: null } as const;
export const listenerOwner = { uid: 0, gid: 0 } as const;

/** The listener on a port of a host. */
export const listenerOn = (host: Host, protocol: 'tcp' | 'udp', port: number): Listener | undefined =>
  host.listeners.find((l) => l.protocol === protocol && l.port === port);

/** The key of a server's side of a connection. */
export const connectionKey = (host: string, local: SocketEnd, remote: SocketEnd): string =>
  `${host} ${local.address} ${local.port} ${remote.address} ${remote.port}`;

/** Whether a packet comes from the other end of the client's socket. */
export const isForClient = (
  { client }: SocketState,
  { host, packet }: Arrival,
  sport: number,
  dport: number,
): boolean =>
  host.name === client.host &&
  packet.destination === client.source &&
  dport === client.port &&
  packet.source === client.destination &&
  sport === client.dport;

/** The same sockets with the outcome, unless there was one before. */
export const withOutcome = (
  sockets: SocketState,
  outcome: Outcome,
  icmp: string | null = null,
): SocketState => (sockets.outcome === 'timeout' ? { ...sockets, outcome, icmp } : sockets);

/** The same sockets after a listener got a packet: the first such packet is the probe's `seen`. */
export const withSeen = (
  sockets: SocketState,
  { host, packet }: Arrival,
  sport: number | null,
  dport: number | null,
): SocketState =>
  sockets.seen !== null
    ? sockets
    : {
        ...sockets,
        seen: {
          host: host.name,
          source: printAddress(packet.source),
          sport,
          destination: printAddress(packet.destination),
          dport,
        },
      };
