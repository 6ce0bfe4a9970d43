/**
 * A handshake on behalf of a server, packet by packet. The kernel encodes what it has to remember in sequence
 * numbers and timestamps, until the client sends it back; here that is a `Cookie` in the segment. Neither keeps a
 * state of its own.
 * Reference: net/netfilter/nf_synproxy_core.c
 */

import type { ConnectionView, Cookie, KernelPacket, Packet, Skb, TcpFlag, Transport } from '../packet.ts';
import { tcpHeaderLength } from './packetBytes.ts';

type Tcp = Extract<Transport, { kind: 'tcp' }>;

/** What a rule offers: kinds of TCP options, a segment size, and whether it can do ECN. */
export interface Offer {
  readonly kinds: readonly number[];
  readonly mss: number;
  readonly ecn: boolean;
}

/** The segment sizes that a cookie can encode. Reference: net/ipv4/syncookies.c, msstab */
const sizes = [1460, 1440, 1300, 536];

/** Options in the order they are written. Reference: synproxy_build_options */
const optionsOf = (has: (kind: number) => boolean): readonly number[] => [
  ...(has(2) ? [2] : []),
  ...(has(8) ? [...(has(4) ? [4] : [1, 1]), 8] : has(4) ? [1, 1, 4] : []),
  ...(has(3) ? [1, 3] : []),
];

/** A segment between the same ends as another one, in the same direction or reversed. */
const segment = (
  p: Packet,
  t: Tcp,
  direction: 'same' | 'reversed',
  flags: readonly TcpFlag[],
  options: readonly number[],
  more: Partial<Tcp> = {},
): Packet => {
  const transport: Tcp = {
    kind: 'tcp',
    ...(direction === 'same' ? { sport: t.sport, dport: t.dport } : { sport: t.dport, dport: t.sport }),
    flags,
    options,
    ...more,
  };
  const ends =
    direction === 'same'
      ? { source: p.source, destination: p.destination }
      : { source: p.destination, destination: p.source };
  return {
    ...ends,
    protocol: 6,
    ttl: 64,
    tos: 0,
    length: 20 + tcpHeaderLength(transport),
    fragment: null,
    transport,
    payload: '',
  };
};

/** The connection of a packet, seen from a reply to it. */
const answering = (c: ConnectionView | null): ConnectionView | null =>
  c === null || c.id === null ? null : { ...c, direction: 'reply', state: 'ESTABLISHED' };

/**
 * The SYN,ACK with a cookie that answers a SYN. Without timestamps the cookie has room only for a segment
 * size. Reference: synproxy_send_client_synack
 */
export const answerSyn = ({ packet, connection }: Skb, t: Tcp, offer: Offer): KernelPacket => {
  const both = (kind: number) => offer.kinds.includes(kind) && t.options.includes(kind);
  const has = (kind: number) => both(kind) && (kind === 2 || both(8));
  const ecn = offer.ecn && both(8) && t.flags.includes('ECE') && t.flags.includes('CWR');
  const cookie: Cookie = {
    mss: sizes.find((size) => size <= (t.mss ?? 0)) ?? 536,
    kinds: [3, 4].filter(has),
    ecn,
  };
  const options = optionsOf(has);
  const flags: readonly TcpFlag[] = ecn ? ['SYN', 'ACK', 'ECE'] : ['SYN', 'ACK'];
  return {
    packet: segment(packet, t, 'reversed', flags, options, { cookie, ...(has(2) ? { mss: offer.mss } : {}) }),
    connection: answering(connection),
    template: null,
  };
};

/**
 * The SYN that opens the connection to the server, after the client has answered. Reference:
 * synproxy_send_server_syn
 */
export const openToServer = ({ packet }: Skb, t: Tcp, cookie: Cookie): KernelPacket => {
  const timed = t.options.includes(8);
  const options = optionsOf((kind) => kind === 2 || (timed && (kind === 8 || cookie.kinds.includes(kind))));
  const flags: readonly TcpFlag[] = timed && cookie.ecn ? ['SYN', 'ECE', 'CWR'] : ['SYN'];
  return {
    packet: segment(packet, t, 'same', flags, options, { mss: cookie.mss }),
    connection: null,
    template: { zone: { id: 0, direction: 'both' }, helper: null, events: null, synproxy: true },
  };
};

/**
 * What follows the server's SYN,ACK: an ACK to the server, and one to the client that opens its window. The
 * timestamp that the ACK to the server echoes is adjusted once too often before it leaves.
 * Reference: ipv4_synproxy_hook, synproxy_send_server_ack, synproxy_send_client_ack
 */
export const acknowledge = ({ packet, connection }: Skb, t: Tcp): readonly KernelPacket[] => {
  const options = t.options.includes(8) ? [1, 1, 8] : [];
  const more = {
    ...(options.length ? { strayEcho: true as const } : {}),
    ...(t.cookie ? { cookie: t.cookie } : {}),
  };
  return [
    { packet: segment(packet, t, 'reversed', ['ACK'], options, more), connection: null, template: null },
    {
      packet: segment(packet, t, 'same', ['ACK'], options),
      connection: answering(connection),
      template: null,
    },
  ];
};
