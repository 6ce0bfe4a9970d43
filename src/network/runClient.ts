import type { Packet, TcpFlag } from '../netfilter/packet.ts';
import type { Address } from '../netfilter/types.ts';
import { type Conversation, openConversation, runConversation } from './conversation.ts';
import { castOf } from './localAddress.ts';
import { segmentSizeTo } from './mtu.ts';
import { type Ends, echo, tcpSegment, udpDatagram } from './packets.ts';
import type { Answer } from './scenario.ts';
import type { ClientSocket } from './socketState.ts';
import { type SendError, sourceForProgram } from './sourceAddress.ts';
import type { Event, Trace } from './trace.ts';
import type { Host, World } from './world.ts';

/** A program that opens one socket, sends, and waits for the answer. */
export interface Client {
  /** The host it runs on. */
  readonly from: string;
  readonly to: Address;
  /**
   * `says` is what a TCP client sends once it is connected, each text after the reply to the
   * one before; a client with nothing to say waits for the server to close.
   */
  readonly sends:
    | { readonly kind: 'tcp'; readonly dport: number; readonly says: readonly string[] }
    | { readonly kind: 'segment'; readonly dport: number; readonly flags: readonly TcpFlag[] }
    | { readonly kind: 'udp'; readonly dport: number; readonly bytes: number; readonly text: string }
    | { readonly kind: 'ping'; readonly sequence: number; readonly bytes: number; readonly text: string };
  /** The address it binds to; null leaves the choice to the kernel. */
  readonly source: Address | null;
  /** The source port, or the echo id. */
  readonly port: number;
  readonly ttl: number;
  readonly tos: number;
  readonly owner: { readonly uid: number; readonly gid: number };
}

/** What came of a client. */
export interface ClientResult extends Omit<Answer, 'name'> {
  readonly world: World;
  readonly trace: Trace;
  /** The source address it sent from; null if it could not send. */
  readonly source: Address | null;
  /** Why its first packet was not sent; null if it was. */
  readonly error: SendError | null;
  /** A reset came after the handshake: nothing more was received. */
  readonly reset: boolean;
  /** The text that a TCP or UDP client has received. */
  readonly received: string;
}

/** Runs a client to its end, and follows every packet that it causes. Its host has to exist. */
export const runClient = (world: World, client: Client): ClientResult => {
  const started = startClient(world, client);
  if (!started.ok)
    return {
      world,
      trace: { journeys: [] },
      source: null,
      error: started.error,
      outcome: 'unreachable',
      reset: false,
      icmp: null,
      seen: null,
      received: '',
    };
  const { world: after, journeys, sockets } = runConversation(started.conversation);
  const { outcome, reset, icmp, seen, received } = sockets;
  return {
    world: { ...after, sent: { journeys } },
    trace: { journeys },
    source: sockets.client.source,
    error: isStoppedAtSender(journeys[0]!.events) ? 'EPERM' : null,
    outcome,
    reset,
    icmp,
    seen,
    received,
  };
};

/**
 * Starts a client without sending anything yet: the conversation that it begins, or why the kernel refuses to
 * send. Its host has to exist.
 */
export const startClient = (
  world: World,
  { from, to: asked, sends, source, port, ttl: usualTtl, tos, owner }: Client,
):
  | { readonly ok: true; readonly conversation: Conversation }
  | { readonly ok: false; readonly error: SendError } => {
  const host = world.hosts[from]!;
  // 0.0.0.0 stands for the sender's own address.
  const to = asked === 0 ? (source ?? loopback) : asked;
  const chosen = sourceForProgram(host, to, source);
  if (!chosen.ok) return chosen;
  const cast = castOf(host, to);
  const refused = forbidden(sends.kind, cast);
  if (refused) return { ok: false, error: refused };
  const ends = { source: chosen.source, destination: to };
  // IP_MULTICAST_TTL is 1 unless a program sets it, and none here does.
  const ttl = cast === 'multicast' ? 1 : usualTtl;
  const socket: ClientSocket = {
    host: from,
    kind: sends.kind,
    ...ends,
    port,
    dport: sends.kind === 'ping' ? null : sends.dport,
    owner,
    ttl,
    tos,
    says: sends.kind === 'tcp' ? sends.says : [],
  };
  const packet: Packet = { ...firstPacket(sends, port, ends, host), ttl, tos };
  const first = { host: from, packet, by: 'client', owner, connection: null, answers: null } as const;
  return { ok: true, conversation: openConversation(world, socket, first) };
};

const loopback: Address = 0x7f000001;

/**
 * The error for a send that sockets forbid: no program here may send to a broadcast address (SO_BROADCAST), and no
 * TCP connection goes to many hosts. Reference: net/ipv4/datagram.c, __ip4_datagram_connect; tcp_ipv4.c,
 * tcp_v4_connect
 */
const forbidden = (kind: ClientSocket['kind'], cast: 'broadcast' | 'multicast' | null): SendError | null => {
  if (cast === null) return null;
  if (kind === 'tcp') return 'ENETUNREACH';
  return cast === 'broadcast' ? 'EACCES' : null;
};

const firstPacket = (sends: Client['sends'], port: number, ends: Ends, host: Host): Packet => {
  switch (sends.kind) {
    case 'tcp': {
      const ecn = host.sysctl['net.ipv4.tcp_ecn'] === '1';
      const flags: readonly TcpFlag[] = ecn ? ['SYN', 'ECE', 'CWR'] : ['SYN'];
      return tcpSegment(ends, port, sends.dport, flags, undefined, segmentSizeTo(host, ends.destination));
    }
    case 'segment':
      return tcpSegment(ends, port, sends.dport, sends.flags, []);
    case 'udp':
      return udpDatagram(ends, port, sends.dport, sends.bytes, sends.text);
    case 'ping':
      return echo(ends, 8, port, sends.bytes, sends.text, sends.sequence);
  }
};

/**
 * Whether a rule dropped the first packet on the sender's own host, so that its program gets EPERM. Reference:
 * net/netfilter/core.c, nf_hook_slow
 */
const isStoppedAtSender = (events: readonly Event[]): boolean => {
  const end = events.findIndex((e) => e.kind === 'dropped');
  const last = events[end];
  // None of these is a rule's doing.
  const others: readonly string[] = ['no-route', 'source-not-local', 'no-neighbour'];
  if (last?.kind === 'dropped' && others.includes(last.reason)) return false;
  const before = events.slice(0, Math.max(0, end)).findLast((e) => e.kind === 'table' || e.kind === 'wire');
  return before?.kind === 'table' && (before.visit.hook === 'OUTPUT' || before.visit.hook === 'POSTROUTING');
};
