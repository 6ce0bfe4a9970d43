import type { Skb } from '../netfilter/packet.ts';
import { lookUp, ownerOf } from './routes.ts';
import type { Flow } from './routingRules.ts';
import { deviceParameter } from './sysctl.ts';
import type { Host, Route } from './world.ts';

/** Where a packet goes next. */
export interface Onward {
  readonly device: string;
  readonly nextHop: number;
  readonly route: Route | null;
}

/** What routing goes by for a packet made here. */
export const flowOf = ({ packet, mark }: Skb): Flow => ({
  destination: packet.destination,
  source: packet.source,
  mark,
  input: 'lo',
  tos: packet.tos,
});

/** Where a flow goes, or the route that says it goes nowhere. */
export const wayOf = (host: Host, flow: Flow): Onward | { readonly route: Route | null } => {
  if (ownerOf(host, flow.destination)) return { device: 'lo', nextHop: flow.destination, route: null };
  const route = lookUp(host, flow);
  if (route?.kind === 'local') return { device: 'lo', nextHop: flow.destination, route };
  const { source, input } = flow;
  // Reference: net/ipv4/route.c, __mkroute_output
  if (
    input === 'lo' &&
    source >>> 24 === 127 &&
    route?.device &&
    deviceParameter(host.sysctl, route.device, 'route_localnet') === 0
  )
    return { route: null };
  return route?.kind === 'unicast' && route.device !== null
    ? { device: route.device, nextHop: route.via ?? flow.destination, route }
    : { route };
};
