import type { Packet, TcpFlag, Transport } from '../packet.ts';

/** Fills payload of which only the length is known: the letter x. */
const filler = 0x78;
const bits: Readonly<Record<TcpFlag, number>> = {
  FIN: 1,
  SYN: 2,
  RST: 4,
  PSH: 8,
  ACK: 16,
  URG: 32,
  ECE: 64,
  CWR: 128,
};
const sizes: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 4, 3: 3, 4: 2, 8: 10, 19: 18 };

/** How many bytes a TCP option takes. */
export const optionSize = (kind: number): number => sizes[kind] ?? 2;

/** TCP flags as one byte of the header. */
export const flagByte = (flags: readonly TcpFlag[]): number => flags.reduce((n, f) => n | bits[f], 0);

const two = (n: number): readonly number[] => [(n >>> 8) & 255, n & 255];
const four = (n: number): readonly number[] => [...two(n >>> 16), ...two(n)];
const zeros = (count: number): readonly number[] => Array.from({ length: count }, () => 0);

/**
 * Reference: net/ipv4/tcp_output.c, tcp_options_write. A window scale of 7 is what Linux offers with its
 * usual buffers.
 */
const option = (kind: number, mss: number): readonly number[] => {
  const size = optionSize(kind);
  if (size === 1) return [kind];
  return [kind, size, ...(kind === 2 ? two(mss) : kind === 3 ? [7] : zeros(size - 2))];
};

type Tcp = Extract<Transport, { kind: 'tcp' }>;

/** The TCP header's length in bytes. */
export const tcpHeaderLength = (t: Tcp): number =>
  20 + Math.ceil(t.options.reduce((sum, kind) => sum + optionSize(kind), 0) / 4) * 4;

/** A transport header with its checksum left out, and where that belongs. */
const header = (p: Packet): { readonly bytes: readonly number[]; readonly sum: number | null } => {
  const t = p.transport;
  switch (t.kind) {
    case 'tcp': {
      const length = tcpHeaderLength(t);
      const options = t.options.flatMap((kind) => option(kind, t.mss ?? 0));
      return {
        bytes: [
          ...two(t.sport),
          ...two(t.dport),
          ...zeros(8),
          length << 2,
          flagByte(t.flags),
          ...two(64240),
          ...zeros(4),
          ...options,
          ...zeros(length - 20 - options.length),
        ],
        sum: 16,
      };
    }
    case 'udp':
      return { bytes: [...two(t.sport), ...two(t.dport), ...two(p.length - 20), 0, 0], sum: 6 };
    case 'icmp':
      return {
        bytes: [
          t.type,
          t.code,
          0,
          0,
          ...two(t.id ?? 0),
          ...two(t.sequence ?? 0),
          ...(t.about ? packetBytes(t.about) : []),
        ],
        sum: 2,
      };
    case 'other':
      return { bytes: [], sum: null };
  }
};

/** The ones' complement sum over words of 16 bits. Reference: RFC 1071. */
const checksum = (...parts: readonly (readonly number[] | Uint8Array)[]): readonly number[] => {
  let sum = 0;
  for (const part of parts) for (const [i, byte] of part.entries()) sum += i % 2 ? byte : byte << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return two(~sum & 0xffff);
};

/**
 * Whether a packet has the Don't Fragment bit: what programs and the kernel's TCP send has it, unless it is too
 * long for one frame; the kernel's own ICMP has not. Reference: net/ipv4/ip_output.c, __ip_make_skb
 */
export const dontFragment = (p: Packet): boolean =>
  p.fragment === null &&
  !p.mayBeSplit &&
  p.length <= 1500 &&
  (p.transport.kind !== 'icmp' || p.transport.type === 8);

const ipHeader = (p: Packet): readonly number[] => {
  const flags =
    (dontFragment(p) ? 0x4000 : 0) | (p.fragment?.more ? 0x2000 : 0) | ((p.fragment?.offset ?? 0) >>> 3);
  const bytes = [
    0x45,
    p.tos,
    ...two(p.length),
    0,
    0,
    ...two(flags),
    p.ttl,
    p.protocol,
    0,
    0,
    ...four(p.source),
    ...four(p.destination),
  ];
  bytes.splice(10, 2, ...checksum(bytes));
  return bytes;
};

const write = (p: Packet): Uint8Array => {
  const out = new Uint8Array(p.length).fill(filler);
  out.set(ipHeader(p).slice(0, p.length));
  if (p.fragment?.offset) return out;
  const { bytes, sum } = header(p);
  const payload = [...bytes, ...new TextEncoder().encode(p.payload)];
  out.set(payload.slice(0, Math.max(0, p.length - 20)), 20);
  if (sum !== null && !p.fragment && p.length >= 20 + sum + 2) {
    const body = out.subarray(20);
    const pseudo =
      p.transport.kind === 'icmp'
        ? []
        : [...four(p.source), ...four(p.destination), 0, p.protocol, ...two(p.length - 20)];
    out.set(checksum(pseudo, body), 20 + sum);
  }
  return out;
};

const written = new WeakMap<Packet, Uint8Array>();

/**
 * A packet as the bytes on the link, from the IP header on, as many as its length says; not to be changed. What
 * packets here do not keep is 0: the IP identification, sequence numbers, timestamps. Payload of which only the
 * length is known is made of the letter x.
 * Differs from Linux: checksums are filled in, as a network card would; between interfaces that need none the
 * kernel leaves it out.
 */
export const packetBytes = (p: Packet): Uint8Array => {
  const before = written.get(p);
  if (before) return before;
  const bytes = write(p);
  written.set(p, bytes);
  return bytes;
};

/** The four bytes at an offset as a number; null if the packet ends before them. */
export const wordAt = (bytes: Uint8Array, offset: number): number | null =>
  offset + 4 > bytes.length
    ? null
    : ((bytes[offset]! << 24) |
        (bytes[offset + 1]! << 16) |
        (bytes[offset + 2]! << 8) |
        bytes[offset + 3]!) >>>
      0;
