import type { Packet, TcpFlag } from '../netfilter/packet.ts';
import type { Address } from '../netfilter/types.ts';
import { begin, type Conversation, finish } from './conversation.ts';
import { type Ends, echo, segmentSize, tcpSegment, udpDatagram } from './packets.ts';
import { addressType, flowTo, lookUp, ownerOf, sourceFor, sourceForOwn } from './routes.ts';
import type { Answer } from './scenario.ts';
import type { Client } from './sockets.ts';
import type { Event, Trace } from './trace.ts';
import type { Host, Route, World } from './world.ts';

/** What a program does with its socket, once. */
export interface Attempt {
  readonly from: string;
  readonly to: Address;
  /**
   * What is sent first. `says` is what a TCP client says once it is connected, one thing when the last was
   * answered; nothing means that it waits to be closed upon.
   */
  readonly what:
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

/** Why the kernel refuses to send: the names of errno. */
export type SendError = 'ENETUNREACH' | 'EHOSTUNREACH' | 'EACCES' | 'EINVAL' | 'EPERM';

/** What came of an attempt. */
export interface Attempted extends Omit<Answer, 'name'> {
  readonly world: World;
  readonly trace: Trace;
  /** The source address it had; null where there was none to have. */
  readonly source: Address | null;
  /** Why the first packet was not sent; null where it was. */
  readonly error: SendError | null;
  /** A reset came behind the handshake: nothing more was heard. */
  readonly reset: boolean;
  /** What a TCP or UDP client was told. */
  readonly heard: string;
}

/**
 * The source address of what a program sends, given the one it has bound to, or why there is no way to a
 * destination. The way is looked up again once the source is known. Reference: include/net/route.h,
 * ip_route_connect; fib_props for the errors
 */
export const wayTo = (
  host: Host,
  to: Address,
  bound: Address | null,
): { readonly ok: true; readonly source: Address } | { readonly ok: false; readonly error: SendError } => {
  if (ownerOf(host, to)) return { ok: true, source: bound ?? sourceForOwn(host, to) };
  const first = lookUp(host, { ...flowTo(to), source: bound ?? 0 });
  const refused = refusal(first);
  if (refused) return { ok: false, error: refused };
  const source = bound ?? (first!.kind === 'local' ? to : sourceFor(host, first!, to));
  if (source === null) return { ok: false, error: 'ENETUNREACH' };
  const then = refusal(lookUp(host, { ...flowTo(to), source }));
  return then ? { ok: false, error: then } : { ok: true, source };
};

/** What a program is told of a route that leads nowhere. */
export const refusal = (route: Route | null): SendError | null => {
  switch (route?.kind) {
    case 'unicast':
    case 'local':
      return null;
    case 'unreachable':
      return 'EHOSTUNREACH';
    case 'prohibit':
      return 'EACCES';
    case 'blackhole':
      return 'EINVAL';
    case 'throw':
    case undefined:
      return 'ENETUNREACH';
  }
};

const firstPacket = (what: Attempt['what'], port: number, ends: Ends, host: Host): Packet => {
  switch (what.kind) {
    case 'tcp': {
      const flags: readonly TcpFlag[] =
        host.sysctl['net.ipv4.tcp_ecn'] === '1' ? ['SYN', 'ECE', 'CWR'] : ['SYN'];
      return tcpSegment(
        ends,
        port,
        what.dport,
        flags,
        undefined,
        ownerOf(host, ends.destination) ? segmentSize.loopback : segmentSize.ethernet,
      );
    }
    case 'segment':
      return tcpSegment(ends, port, what.dport, what.flags, []);
    case 'udp':
      return udpDatagram(ends, port, what.dport, what.bytes, what.text);
    case 'ping':
      return echo(ends, 8, port, what.bytes, what.text, what.sequence);
  }
};

/**
 * Whether a rule stopped the first packet before it had left the program's host: the program is told EPERM.
 * Reference: net/netfilter/core.c, nf_hook_slow.
 */
const stoppedAtHome = (events: readonly Event[]): boolean => {
  const end = events.findIndex((e) => e.kind === 'dropped');
  const last = events[end];
  if (last?.kind === 'dropped' && last.cause === 'no-route') return false;
  const before = events.slice(0, Math.max(0, end)).findLast((e) => e.kind === 'table' || e.kind === 'wire');
  return before?.kind === 'table' && (before.visit.hook === 'OUTPUT' || before.visit.hook === 'POSTROUTING');
};

/**
 * A program's attempt, begun: nothing is sent yet. Or why the kernel would not send. The host has to be
 * there.
 */
export const beginAttempt = (
  world: World,
  { from, to, what, source, port, ttl, tos, owner }: Attempt,
):
  | { readonly ok: true; readonly conversation: Conversation }
  | { readonly ok: false; readonly error: SendError } => {
  const host = world.hosts[from]!;
  const way = wayTo(host, to, source);
  if (!way.ok) return way;
  const ends = { source: way.source, destination: to };
  const packet: Packet = { ...firstPacket(what, port, ends, host), ttl, tos };
  const client: Client = {
    host: from,
    kind: what.kind,
    ...ends,
    port,
    dport: what.kind === 'ping' ? null : what.dport,
    owner,
    ttl,
    tos,
    says: what.kind === 'tcp' ? what.says : [],
  };
  return {
    ok: true,
    conversation: begin(world, client, {
      host: from,
      packet,
      by: 'client',
      owner,
      connection: null,
      answers: null,
    }),
  };
};

/** Sends, and follows every packet that comes of it. The host has to be there. */
export const attempt = (world: World, tried: Attempt): Attempted => {
  const begun = beginAttempt(world, tried);
  if (!begun.ok)
    return {
      world,
      trace: { journeys: [] },
      source: null,
      error: begun.error,
      outcome: 'unreachable',
      reset: false,
      icmp: null,
      seen: null,
      heard: '',
    };
  const { world: after, journeys, sockets } = finish(begun.conversation);
  const { client, outcome, reset, icmp, seen, heard } = sockets;
  const stopped = stoppedAtHome(journeys[0]!.events);
  return {
    world: { ...after, sent: { journeys } },
    trace: { journeys },
    source: client.source,
    error: stopped ? 'EPERM' : null,
    outcome,
    reset,
    icmp,
    seen,
    heard,
  };
};

/**
 * Whether an address is one that only many hosts have together: programs have to ask for leave to send there.
 */
export const isBroadcast = (host: Host, address: Address): boolean =>
  addressType(host, address) === 'BROADCAST';
