import type { Address } from '../netfilter/types.ts';
import { printAddress } from '../netfilter/values/address.ts';
import type { Flight } from './flight.ts';
import { addressType } from './localAddress.ts';
import type { NextHop } from './nextHop.ts';
import { printRoute } from './routeText.ts';
import type { Route } from './world.ts';

/** Records where routing sends a packet that leaves its host. */
export const recordNextHop = (
  flight: Flight,
  host: string,
  { device, route }: NextHop,
  destination: Address,
): void =>
  flight.record({
    kind: 'routed',
    host,
    to: 'onward',
    device,
    via: route?.via == null ? null : printAddress(route.via),
    route: route ? printRoute(route) : `local ${printAddress(destination)} dev lo`,
  });

/** Records that routing found a packet to be for its own host. */
export const recordLocal = (flight: Flight, host: string, destination: Address): void => {
  const kind = addressType(flight.host(host), destination) === 'BROADCAST' ? 'broadcast' : 'local';
  const route = `${kind} ${printAddress(destination)}`;
  flight.record({ kind: 'routed', host, to: 'here', device: null, via: null, route });
};

/** Records that routing found no next hop; `route` is the one that refused, null where none matched. */
export const recordNoRoute = (flight: Flight, host: string, route: Route | null): void =>
  flight.record({
    kind: 'routed',
    host,
    to: 'nowhere',
    device: null,
    via: null,
    route: route && printRoute(route),
  });
