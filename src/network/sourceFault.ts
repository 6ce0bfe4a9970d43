import type { Packet } from '../netfilter/packet.ts';
import { printAddress } from '../netfilter/values/address.ts';
import { addressType, lookUp } from './routes.ts';
import { usualRules } from './routingRules.ts';
import { deviceParameter } from './sysctl.ts';
import type { Event } from './trace.ts';
import type { Host } from './world.ts';

type Fault = Pick<Extract<Event, { kind: 'dropped' }>, 'cause' | 'why'>;

/**
 * Why a host would not take a packet that came in by `device`, judged by its source; null where it does.
 * `onward` is the device it would leave by, null for a packet that stays here.
 * Reference: net/ipv4/fib_frontend.c, __fib_validate_source.
 */
export const sourceFault = (
  host: Host,
  device: string,
  packet: Pick<Packet, 'source' | 'destination' | 'tos'>,
  mark: number,
  onward: string | null,
): Fault | null => {
  const { source } = packet;
  const martian = (why: string): Fault => ({ cause: 'martian', why });
  const type = addressType(host, source);
  if (type === 'MULTICAST' || type === 'BROADCAST')
    return martian(`${printAddress(source)} is nobody's own address, so nobody can have sent it`);
  if (type === 'LOCAL' && deviceParameter(host.sysctl, device, 'accept_local') === 0)
    return martian(`it comes from a wire with ${host.name}'s own address as its source`);
  const filter = deviceParameter(host.sysctl, device, 'rp_filter');
  // With routing rules of its own a host looks closer even where nobody asked it to.
  if (filter === 0 && host.routingRules.length <= usualRules.length) return null;
  if (type === 'LOCAL') return null;
  const valid = deviceParameter(host.sysctl, device, 'src_valid_mark') !== 0;
  const back = lookUp(host, {
    destination: source,
    source: packet.destination,
    mark: valid ? mark : 0,
    input: onward ?? 'lo',
    tos: packet.tos,
  });
  const answer = back?.device
    ? `an answer to ${printAddress(source)} would leave by ${back.device}`
    : `no answer could reach ${printAddress(source)}`;
  if (back === null)
    return filter === 0
      ? null
      : { cause: 'reverse-path', why: `it came in by ${device}, but ${answer} (rp_filter is ${filter})` };
  if (back.kind !== 'unicast') return martian(answer);
  return filter === 1 && back.device !== device
    ? { cause: 'reverse-path', why: `it came in by ${device}, but ${answer} (rp_filter is 1)` }
    : null;
};
