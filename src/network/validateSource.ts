import type { Packet } from '../netfilter/packet.ts';
import { printAddress } from '../netfilter/values/address.ts';
import { addressType } from './localAddress.ts';
import { lookUp } from './routes.ts';
import { usualRules } from './routingRules.ts';
import { deviceParameter } from './sysctl.ts';
import type { Host } from './world.ts';

/** Why a host does not accept a packet's source address. */
export interface SourceError {
  readonly reason: 'martian' | 'reverse-path';
  readonly why: string;
}

/**
 * Checks the source address of a packet that came in by `device`; null where the host accepts it. `output` is
 * the device it would leave by, null for a packet to this host.
 * Reference: net/ipv4/fib_frontend.c, __fib_validate_source.
 */
export const validateSource = (
  host: Host,
  device: string,
  packet: Pick<Packet, 'source' | 'destination' | 'tos'>,
  mark: number,
  output: string | null,
): SourceError | null => {
  const { source } = packet;
  const martian = (why: string): SourceError => ({ reason: 'martian', why });
  const type = addressType(host, source);
  if (type === 'MULTICAST' || type === 'BROADCAST')
    return martian(`${printAddress(source)} is a ${type.toLowerCase()} address, which no host sends from`);
  if (type === 'LOCAL' && deviceParameter(host.sysctl, device, 'accept_local') === 0)
    return martian(`it arrived from a link with ${host.name}'s own address as its source`);
  const filter = deviceParameter(host.sysctl, device, 'rp_filter');
  // A host with routing rules or local routes of its own checks more, even if rp_filter is 0.
  const plain = host.routingRules.length <= usualRules.length && !host.routes.some((r) => r.kind === 'local');
  if (filter === 0 && plain) return null;
  if (type === 'LOCAL') return null;
  const useMark = deviceParameter(host.sysctl, device, 'src_valid_mark') !== 0;
  const reverse = lookUp(host, {
    destination: source,
    source: packet.destination,
    mark: useMark ? mark : 0,
    input: output ?? 'lo',
    tos: packet.tos,
  });
  const reply = reverse?.device
    ? `a reply to ${printAddress(source)} would leave by ${reverse.device}`
    : `no route leads back to ${printAddress(source)}`;
  if (reverse !== null && reverse.kind !== 'unicast') return martian(reply);
  const accepted = reverse === null ? filter === 0 : filter !== 1 || reverse.device === device;
  return accepted
    ? null
    : { reason: 'reverse-path', why: `it came in by ${device}, but ${reply} (rp_filter is ${filter})` };
};
