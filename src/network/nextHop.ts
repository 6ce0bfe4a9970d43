import type { Skb } from '../netfilter/packet.ts';
import type { Address } from '../netfilter/types.ts';
import { interfaceOf, isGroup } from './localAddress.ts';
import { lookUp } from './routes.ts';
import type { Flow } from './routingRules.ts';
import { deviceParameter } from './sysctl.ts';
import type { Host, Route } from './world.ts';

/** Where a packet goes next: the device it leaves by, and whose address is asked for there. */
export interface NextHop {
  readonly device: string;
  readonly address: Address;
  /** Null for an address of the host's own. */
  readonly route: Route | null;
}

/** No next hop: `route` is the one that refuses, null where no route matches at all. */
export interface NoNextHop {
  readonly device: null;
  readonly route: Route | null;
}

/** What routing looks at in a packet. `input` is the device it came in by, `lo` for one made on this host. */
export const flowOf = ({ packet, mark }: Pick<Skb, 'packet' | 'mark'>, input = 'lo'): Flow => ({
  destination: packet.destination,
  source: packet.source,
  mark,
  input,
  tos: packet.tos,
});

const groupRoute = (destination: Address, device: string): Route => ({
  destination,
  prefix: 32,
  kind: 'unicast',
  via: null,
  device,
  source: null,
  metric: 0,
  table: 0,
});

/** Where a host sends a flow. */
export const nextHopOf = (host: Host, flow: Flow): NextHop | NoNextHop => {
  const { destination, source, input } = flow;
  if (interfaceOf(host, destination)) return { device: 'lo', address: destination, route: null };
  if (input === 'lo' && isGroup(destination)) {
    const device = interfaceOf(host, source)?.name;
    if (device !== undefined) return { device, address: destination, route: groupRoute(destination, device) };
  }
  const route = lookUp(host, flow);
  if (route?.kind === 'local') return { device: 'lo', address: destination, route };
  // Reference: net/ipv4/route.c, __mkroute_output
  if (
    input === 'lo' &&
    source >>> 24 === 127 &&
    route?.device &&
    deviceParameter(host.sysctl, route.device, 'route_localnet') === 0
  )
    return { device: null, route: null };
  return route?.kind === 'unicast' && route.device !== null
    ? { device: route.device, address: route.via ?? destination, route }
    : { device: null, route };
};
