import type { Skb, TcpFlag, Transport } from '../netfilter/packet.ts';
import { segmentSizeTo } from './mtu.ts';
import type { OutgoingPacket } from './outgoingPacket.ts';
import { answerOptions, tcpSegment } from './packets.ts';
import type { Arrival, ClientSocket } from './socketState.ts';

/** A TCP header. */
export type Tcp = Extract<Transport, { kind: 'tcp' }>;

/** Who sends a segment, and as which user. */
interface Sender {
  readonly by: OutgoingPacket['by'];
  readonly owner: Skb['owner'];
}

/** A segment in reply to another, with the options and the ECN flag that Linux would reply with. */
export const tcpReply = (
  { host, packet, journey }: Arrival,
  t: Tcp,
  flags: readonly TcpFlag[],
  { by, owner }: Sender,
  payload = '',
): OutgoingPacket => ({
  host: host.name,
  packet: tcpSegment(
    { source: packet.destination, destination: packet.source },
    t.dport,
    t.sport,
    acceptsEcn(host.sysctl, t, flags) ? [...flags, 'ECE'] : flags,
    answerOptions(t.options, flags),
    segmentSizeTo(host, packet.source),
    payload,
  ),
  by,
  owner,
  connection: null,
  answers: journey,
});

const acceptsEcn = (sysctl: Arrival['host']['sysctl'], t: Tcp, flags: readonly TcpFlag[]): boolean =>
  flags.includes('SYN') &&
  t.flags.includes('ECE') &&
  t.flags.includes('CWR') &&
  sysctl['net.ipv4.tcp_ecn'] !== '0';

/** A segment that the client's socket sends, with its time to live and type of service. */
export const clientReply = (
  client: ClientSocket,
  arrival: Arrival,
  t: Tcp,
  flags: readonly TcpFlag[],
  payload = '',
): OutgoingPacket => {
  const reply = tcpReply(arrival, t, flags, { by: 'client', owner: client.owner }, payload);
  return { ...reply, packet: { ...reply.packet, ttl: client.ttl, tos: client.tos } };
};
