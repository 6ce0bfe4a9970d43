/**
 * What can be seen of a packet at one moment: what is written on it, and what the machine it is in knows
 * beside it.
 */
import type { ConnectionView, Packet, Skb } from '../netfilter/packet.ts';
import { printAddress } from '../netfilter/values/address.ts';
import { protocolName } from '../netfilter/values/protocol.ts';

/** A packet at one moment. */
export type PacketView = Pick<Skb, 'packet' | 'input' | 'output' | 'mark' | 'connection'>;

/** One field. `was` is its value before, where a step changed it. */
export interface PacketField {
  readonly name:
    | 'from'
    | 'to'
    | 'protocol'
    | 'flags'
    | 'ttl'
    | 'tos'
    | 'fragment'
    | 'about'
    | 'came in by'
    | 'leaves by'
    | 'connection'
    | 'mark'
    | 'connection mark';
  /** On the packet and so on the wire, or beside it and so known to this machine alone. */
  readonly of: 'packet' | 'machine';
  readonly value: string;
  readonly was: string | null;
}

const port = (p: Packet, which: 'sport' | 'dport'): string =>
  p.transport.kind === 'tcp' || p.transport.kind === 'udp' ? `:${p.transport[which]}` : '';
const hex = (n: number): string => `0x${n.toString(16)}`;

/** `192.0.2.10:40001`. */
export const sender = (p: Packet): string => printAddress(p.source) + port(p, 'sport');
/** `192.0.2.80:80`. */
export const receiver = (p: Packet): string => printAddress(p.destination) + port(p, 'dport');

const aboutOf = (p: Packet): Packet | null => (p.transport.kind === 'icmp' ? p.transport.about : null);

type Plain = readonly [PacketField['name'], PacketField['of'], string | null];

const state = (c: ConnectionView | null): string | null => c?.state ?? null;

const plain = ({ packet: p, input, output, mark, connection }: PacketView): readonly Plain[] => {
  const about = aboutOf(p);
  return [
    ['from', 'packet', sender(p)],
    ['to', 'packet', receiver(p)],
    ['protocol', 'packet', protocolName(p.protocol)],
    ['flags', 'packet', p.transport.kind === 'tcp' ? p.transport.flags.join(',') || 'none' : null],
    ['about', 'packet', about && `${sender(about)} → ${receiver(about)}`],
    ['ttl', 'packet', String(p.ttl)],
    ['tos', 'packet', p.tos === 0 ? null : hex(p.tos)],
    [
      'fragment',
      'packet',
      p.fragment && `from byte ${p.fragment.offset}, ${p.fragment.more ? 'more follow' : 'the last'}`,
    ],
    ['came in by', 'machine', input],
    ['leaves by', 'machine', output],
    ['connection', 'machine', state(connection)],
    ['mark', 'machine', mark === 0 ? null : hex(mark)],
    ['connection mark', 'machine', connection?.mark ? hex(connection.mark) : null],
  ];
};

/**
 * The fields of a packet, with what a step made of them. A field that has no value, and had none, is left
 * out.
 */
export const fieldsOf = (before: PacketView, after: PacketView): readonly PacketField[] => {
  const old = plain(before);
  return plain(after).flatMap(([name, of, value], i): PacketField[] => {
    const was = old[i]![2];
    return value === null && was === null
      ? []
      : [{ name, of, value: value ?? 'none', was: was === value ? null : (was ?? 'none') }];
  });
};

/** What was rewritten, in words: `the source 192.168.1.23:40001 becomes 198.51.100.7:40001`. */
export const sayRewrite = (before: Packet, after: Packet): string => {
  const [a, b] = [aboutOf(before), aboutOf(after)];
  const parts = [
    sender(before) === sender(after) ? null : `the source ${sender(before)} becomes ${sender(after)}`,
    receiver(before) === receiver(after)
      ? null
      : `the destination ${receiver(before)} becomes ${receiver(after)}`,
    a && b && (sender(a) !== sender(b) || receiver(a) !== receiver(b))
      ? `the packet it tells about, ${sender(a)} → ${receiver(a)}, becomes ${sender(b)} → ${receiver(b)}`
      : null,
  ].filter((part) => part !== null);
  return parts.length ? parts.join(', and ') : 'its inner fields are rewritten';
};
