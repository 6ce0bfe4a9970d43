import type { Address } from '../netfilter/types.ts';
import { masked, maskOf } from '../netfilter/values/address.ts';
import { interfaceOf, isWithin } from './localAddress.ts';
import { type Flow, matchesFlow, tableNumbers } from './routingRules.ts';
import type { Host, Interface, Route } from './world.ts';

/** A flow of which only the destination is known. */
export const flowTo = (destination: Address): Flow => ({
  destination,
  source: 0,
  mark: 0,
  input: 'lo',
  tos: 0,
});

/**
 * The route that a flow takes: the routing rules are tried in order until one finds a route; null if none
 * does. The host's own addresses are not routes here: see `interfaceOf`. Reference: net/core/fib_rules.c,
 * fib_rules_lookup; net/ipv4/fib_trie.c, fib_table_lookup
 */
export const lookUp = (host: Host, flow: Flow): Route | null => {
  for (const rule of host.routingRules) {
    if (!matchesFlow(rule, flow)) continue;
    if (rule.action.kind !== 'lookup') return { ...noRoute, kind: rule.action.kind };
    const route = bestRoute(host.routes, rule.action.table, flow.destination);
    if (route && route.kind !== 'throw') return route;
  }
  return null;
};

/** What a routing rule without a table answers, but for the kind. */
const noRoute = { destination: 0, prefix: 0, via: null, device: null, source: null, metric: 0, table: 0 };

/** The route of a table to a destination: longest prefix first, then lowest metric. */
export const bestRoute = (routes: readonly Route[], table: number, destination: Address): Route | null => {
  let best: Route | null = null;
  for (const route of routes)
    if (
      route.table === table &&
      isWithin(destination, route.destination, route.prefix) &&
      (best === null ||
        route.prefix > best.prefix ||
        (route.prefix === best.prefix && route.metric < best.metric))
    )
      best = route;
  return best;
};

/**
 * The device that a reply to an address would leave by; `local` if the address is the host's own. Null if no
 * route leads there.
 */
export const reverseRoute = (
  host: Host,
  address: Address,
  mark = 0,
): { readonly kind: 'unicast' | 'local'; readonly device: string } | null => {
  const own = interfaceOf(host, address);
  if (own) return { kind: 'local', device: own.name };
  const route = lookUp(host, { ...flowTo(address), mark });
  return route?.kind === 'unicast' && route.device !== null
    ? { kind: 'unicast', device: route.device }
    : null;
};

/** The routes that Linux makes for an interface's addresses. */
export const connectedRoutes = (i: Interface): readonly Route[] =>
  i.name === 'lo' || !i.up || i.master !== null
    ? []
    : i.addresses
        .filter((a) => a.prefix < 32)
        .map((a) => ({
          destination: masked(a.address, maskOf(a.prefix)),
          prefix: a.prefix,
          kind: 'unicast',
          via: null,
          device: i.name,
          source: a.address,
          metric: 0,
          table: tableNumbers.main,
          proto: 'kernel',
        }));
