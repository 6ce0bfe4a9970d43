import type { Packet } from '../../../netfilter/packet.ts';
import { packetAfter } from '../../../network/packetAfter.ts';
import type { Event, Journey, Trace } from '../../../network/trace.ts';
import type { World } from '../../../network/world.ts';

/** One packet as it passed an interface. */
interface Frame {
  readonly at: number;
  readonly device: string;
  readonly direction: 'In' | 'Out';
  readonly packet: Packet;
  /** Ethernet addresses. */
  readonly from: string;
  readonly to: string;
  /** The index of its journey in the trace. */
  readonly journey: number;
}

const macOf = (world: World, host: string, device: string): string =>
  world.hosts[host]?.interfaces.find((i) => i.name === device)?.mac ?? '00:00:00:00:00:00';

/**
 * Where a packet that leaves by `lo` comes in again: the next thing that happens to it on its host, if
 * anything does.
 */
const comesBack = (event: Event, host: string): boolean =>
  'host' in event &&
  event.host === host &&
  ((event.kind === 'table' && event.visit.hook === 'PREROUTING') ||
    (event.kind === 'tracked' && event.hook === 'PREROUTING') ||
    (event.kind === 'routed' && event.to === 'here'));

const framesOf = (journey: Journey, index: number, host: string, world: World): Frame[] => {
  const frames: Frame[] = [];
  let packet: Packet | null = null;
  let overLo = false;
  for (const event of journey.events) {
    if (overLo && packet && comesBack(event, host)) {
      frames.push({
        at: journey.at,
        device: 'lo',
        direction: 'In',
        packet,
        from: '00:00:00:00:00:00',
        to: '00:00:00:00:00:00',
        journey: index,
      });
      overLo = false;
    }
    packet = packetAfter(event) ?? packet;
    if (event.kind === 'routed' && event.host === host)
      overLo = event.to === 'onward' && event.device === 'lo';
    if (event.kind !== 'wire') continue;
    const base = {
      at: journey.at,
      packet: event.packet,
      from: macOf(world, event.from.host, event.from.device),
      to: macOf(world, event.to.host, event.to.device),
      journey: index,
    };
    if (event.from.host === host) frames.push({ ...base, device: event.from.device, direction: 'Out' });
    if (event.to.host === host) frames.push({ ...base, device: event.to.device, direction: 'In' });
  }
  return frames;
};

/**
 * What passed the interfaces of a host, in order: after POSTROUTING on the way out, before PREROUTING on the
 * way in.
 */
export const framesAt = (trace: Trace, host: string, world: World): readonly Frame[] =>
  trace.journeys.flatMap((journey, i) => framesOf(journey, i, host, world));
