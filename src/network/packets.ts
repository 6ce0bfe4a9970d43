import { tcpHeaderLength } from '../netfilter/datapath/packetBytes.ts';
import type { Packet, TcpFlag, Transport } from '../netfilter/packet.ts';
import type { Address } from '../netfilter/types.ts';

const base = { ttl: 64, tos: 0, fragment: null, payload: '' } as const;

/** Both ends of a packet. */
export interface Ends {
  readonly source: Address;
  readonly destination: Address;
}

/** The options of a Linux SYN. */
export const synOptions: readonly number[] = [2, 4, 8, 1, 3];
/** The options of a segment that has only a timestamp. */
export const timestamp: readonly number[] = [1, 1, 8];

/** The options that Linux puts on a segment: a timestamp, more on a SYN, and nothing on a RST. */
const usualOptions = (flags: readonly TcpFlag[]): readonly number[] =>
  flags.includes('RST') ? [] : flags.includes('SYN') ? synOptions : timestamp;

/**
 * The options of a reply: the segment size always, and of the others those that were offered. Reference:
 * net/ipv4/tcp_output.c, tcp_synack_options.
 */
export const answerOptions = (offered: readonly number[], flags: readonly TcpFlag[]): readonly number[] => {
  const has = (kind: number) => offered.includes(kind);
  if (flags.includes('RST')) return [];
  if (!flags.includes('SYN')) return has(8) ? timestamp : [];
  const middle = has(8) ? [...(has(4) ? [4] : [1, 1]), 8] : has(4) ? [1, 1, 4] : [];
  return [2, ...middle, ...(has(3) ? [1, 3] : [])];
};

/** The largest segment on Ethernet. */
const usualSegment = 1460;

/** A TCP segment. Its options are padded to whole words; a character of its payload counts as a byte. */
export const tcpSegment = (
  ends: Ends,
  sport: number,
  dport: number,
  flags: readonly TcpFlag[],
  options = usualOptions(flags),
  mss: number = usualSegment,
  payload = '',
): Packet => {
  const transport = {
    kind: 'tcp' as const,
    sport,
    dport,
    flags,
    options,
    ...(options.includes(2) ? { mss } : {}),
  };
  return {
    ...base,
    ...ends,
    protocol: 6,
    length: 20 + tcpHeaderLength(transport) + payload.length,
    payload,
    transport,
  };
};

/** A UDP datagram with `bytes` bytes of payload. */
export const udpDatagram = (
  ends: Ends,
  sport: number,
  dport: number,
  bytes: number,
  payload = '',
): Packet => ({
  ...base,
  ...ends,
  protocol: 17,
  length: 28 + bytes,
  payload,
  transport: { kind: 'udp', sport, dport },
});

/** An echo request (8) or reply (0). */
export const echo = (
  ends: Ends,
  type: 0 | 8,
  id: number,
  bytes: number,
  payload = '',
  sequence = 1,
): Packet => ({
  ...base,
  ...ends,
  protocol: 1,
  length: 28 + bytes,
  payload,
  transport: { kind: 'icmp', type, code: 0, id, sequence, about: null },
});

/** Type and code of the ICMP errors, by the names that answers use. */
export const icmpErrors = {
  'net-unreachable': [3, 0],
  'host-unreachable': [3, 1],
  'proto-unreachable': [3, 2],
  'port-unreachable': [3, 3],
  'fragmentation-needed': [3, 4],
  'net-prohibited': [3, 9],
  'host-prohibited': [3, 10],
  'admin-prohibited': [3, 13],
  'ttl-exceeded': [11, 0],
} as const;

/** The name of an ICMP error. */
export type IcmpErrorName = keyof typeof icmpErrors;

/** The name of an ICMP error's type and code; null for others. */
export const icmpErrorName = (t: Transport): IcmpErrorName | null =>
  t.kind === 'icmp' && t.about !== null
    ? ((Object.keys(icmpErrors) as IcmpErrorName[]).find(
        (n) => icmpErrors[n][0] === t.type && icmpErrors[n][1] === t.code,
      ) ?? null)
    : null;

/**
 * An ICMP error about a packet; `mtu` is what a link carries where the packet is too long for it. Reference:
 * net/ipv4/icmp.c, __icmp_send: 576 bytes at most.
 */
export const icmpError = (ends: Ends, name: IcmpErrorName, about: Packet, mtu?: number): Packet => ({
  ...base,
  ...ends,
  protocol: 1,
  tos: (about.tos & 0x1e) | 0xc0,
  length: Math.min(576, 28 + about.length),
  transport: {
    kind: 'icmp',
    type: icmpErrors[name][0],
    code: icmpErrors[name][1],
    id: null,
    sequence: null,
    about,
    ...(mtu !== undefined && { mtu }),
  },
});

/** Whether the kernel answers a packet with an ICMP error at all. */
export const deservesError = (p: Packet): boolean =>
  (p.transport.kind !== 'icmp' ||
    (p.transport.about === null && [0, 8, 13, 14, 17, 18].includes(p.transport.type))) &&
  !p.fragment?.offset &&
  p.destination >>> 28 !== 14 &&
  p.destination !== 0xffffffff;

/** What a packet is, in a word or two: `SYN`, `UDP`, `echo request`, `port-unreachable`. */
export const titleOf = (p: Packet): string => {
  const t = p.transport;
  switch (t.kind) {
    case 'tcp':
      return t.flags.length ? t.flags.join(',') : 'no flags';
    case 'udp':
      return 'UDP';
    case 'icmp':
      return (
        icmpErrorName(t) ??
        (t.type === 8 ? 'echo request' : t.type === 0 ? 'echo reply' : `ICMP ${t.type}/${t.code}`)
      );
    case 'other':
      return `protocol ${p.protocol}`;
  }
};
