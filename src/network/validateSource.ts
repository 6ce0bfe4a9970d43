import type { NotAccepted } from '../netfilter/drop.ts';
import type { Packet } from '../netfilter/packet.ts';
import { addressType } from './localAddress.ts';
import { lookUp } from './routes.ts';
import { usualRules } from './routingRules.ts';
import { deviceParameter } from './sysctl.ts';
import type { Host } from './world.ts';

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
): NotAccepted | null => {
  const { source } = packet;
  const type = addressType(host, source);
  if (type === 'MULTICAST' || type === 'BROADCAST')
    return { reason: 'martian', fault: { kind: 'source', address: source, type } };
  if (type === 'LOCAL' && deviceParameter(host.sysctl, device, 'accept_local') === 0)
    return { reason: 'martian', fault: { kind: 'own' } };
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
  const reply = { source, device: reverse?.device || null };
  if (reverse !== null && reverse.kind !== 'unicast')
    return { reason: 'martian', fault: { kind: 'reply', ...reply } };
  const accepted = reverse === null ? filter === 0 : filter !== 1 || reverse.device === device;
  return accepted ? null : { reason: 'reverse-path', input: device, filter, reply };
};
