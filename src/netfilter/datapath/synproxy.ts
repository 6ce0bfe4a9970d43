/**
 * A handshake on behalf of a server, packet by packet. What the kernel keeps in sequence numbers and
 * timestamps until the sender answers goes along as a `Cookie` here, so that a proxy remembers nothing
 * either.
 * Reference: net/netfilter/nf_synproxy_core.c
 */

import type { ConnectionView, Cookie, KernelPacket, Packet, Skb, TcpFlag, Transport } from '../packet.ts';
import { tcpHeaderLength } from './packetBytes.ts';

type Tcp = Extract<Transport, { kind: 'tcp' }>;

/** What a rule offers: kinds of TCP options, a segment size, and whether it knows of congestion. */
export interface Offer {
  readonly kinds: readonly number[];
  readonly mss: number;
  readonly ecn: boolean;
}

/** The segment sizes that a cookie has room for. Reference: net/ipv4/syncookies.c, msstab */
const sizes = [1460, 1440, 1300, 536];

/** Options in the order they are written. Reference: synproxy_build_options */
const written = (has: (kind: number) => boolean): readonly number[] => [
  ...(has(2) ? [2] : []),
  ...(has(8) ? [...(has(4) ? [4] : [1, 1]), 8] : has(4) ? [1, 1, 4] : []),
  ...(has(3) ? [1, 3] : []),
];

/** A segment the way of another, or back. */
const segment = (
  p: Packet,
  t: Tcp,
  way: 'on' | 'back',
  flags: readonly TcpFlag[],
  options: readonly number[],
  more: Partial<Tcp> = {},
): Packet => {
  const transport: Tcp = {
    kind: 'tcp',
    ...(way === 'on' ? { sport: t.sport, dport: t.dport } : { sport: t.dport, dport: t.sport }),
    flags,
    options,
    ...more,
  };
  const ends =
    way === 'on'
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

/** The connection of a packet, as an answer to it is sent with. */
const answering = (c: ConnectionView | null): ConnectionView | null =>
  c === null || c.id === null ? null : { ...c, direction: 'reply', state: 'ESTABLISHED' };

/**
 * The SYN,ACK with a cookie that answers a SYN. Without timestamps there is no room to remember more than a
 * segment size. Reference: synproxy_send_client_synack
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
  const options = written(has);
  const flags: readonly TcpFlag[] = ecn ? ['SYN', 'ACK', 'ECE'] : ['SYN', 'ACK'];
  return {
    packet: segment(packet, t, 'back', flags, options, { cookie, ...(has(2) ? { mss: offer.mss } : {}) }),
    connection: answering(connection),
    template: null,
  };
};

/**
 * The SYN that opens the connection to the server, once its sender has proved to be there. Reference:
 * synproxy_send_server_syn
 */
export const openToServer = ({ packet }: Skb, t: Tcp, cookie: Cookie): KernelPacket => {
  const timed = t.options.includes(8);
  const options = written((kind) => kind === 2 || (timed && (kind === 8 || cookie.kinds.includes(kind))));
  const flags: readonly TcpFlag[] = timed && cookie.ecn ? ['SYN', 'ECE', 'CWR'] : ['SYN'];
  return {
    packet: segment(packet, t, 'on', flags, options, { mss: cookie.mss }),
    connection: null,
    template: { zone: { id: 0, direction: 'both' }, helper: null, events: null, synproxy: true },
  };
};

/**
 * What the server's SYN,ACK is answered with: an acknowledgement, and the news for the client that there is
 * room in the window now. The timestamp that the acknowledgement sends back is moved once too often on its
 * way out.
 * Reference: ipv4_synproxy_hook, synproxy_send_server_ack, synproxy_send_client_ack
 */
export const acknowledge = ({ packet, connection }: Skb, t: Tcp): readonly KernelPacket[] => {
  const options = t.options.includes(8) ? [1, 1, 8] : [];
  const more = {
    ...(options.length ? { strayEcho: true as const } : {}),
    ...(t.cookie ? { cookie: t.cookie } : {}),
  };
  return [
    { packet: segment(packet, t, 'back', ['ACK'], options, more), connection: null, template: null },
    { packet: segment(packet, t, 'on', ['ACK'], options), connection: answering(connection), template: null },
  ];
};
