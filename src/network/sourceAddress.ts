/** Which of its addresses a host sends from: what MASQUERADE takes, and what a program's packets have. */
import type { Address } from '../netfilter/types.ts';
import { anyIpRoute, interfaceOf, isGroup, isWithin } from './localAddress.ts';
import { flowTo, lookUp } from './routes.ts';
import type { Host, Interface, Route } from './world.ts';

/**
 * The address that a device uses towards a next hop, which is also the one that MASQUERADE takes: one in the
 * next hop's network, else the device's first, else the first of any other device; null if there is none.
 * Addresses of 127.0.0.0/8 are never used.
 * Reference: net/ipv4/devinet.c, inet_select_addr with RT_SCOPE_UNIVERSE
 */
export const selectAddress = (host: Host, device: string, nextHop: Address): Address | null => {
  const usable = (i: Interface) => i.addresses.filter((a) => a.address >>> 24 !== 127);
  const own = host.interfaces.filter((i) => i.name === device).flatMap(usable);
  const selected =
    own.find((a) => isWithin(nextHop, a.address, a.prefix)) ?? own[0] ?? host.interfaces.flatMap(usable)[0];
  return selected?.address ?? null;
};

/**
 * The source address that a route gives to a packet without one. Reference: net/ipv4/fib_semantics.c,
 * fib_result_prefsrc
 */
export const sourceForRoute = (host: Host, route: Route, destination: Address): Address | null =>
  route.source ?? selectAddress(host, route.device ?? '', route.via ?? destination);

/**
 * The source address of what a host sends to one of its own addresses: that address, or the first one in the
 * same network if it is a secondary one. Reference: net/ipv4/fib_frontend.c, fib_add_ifaddr
 */
export const sourceForLocal = (host: Host, address: Address): Address => {
  const addresses = interfaceOf(host, address)?.addresses ?? [];
  const own =
    addresses.find((a) => a.address === address) ??
    addresses.find((a) => isWithin(address, a.address, a.prefix));
  if (!own) return anyIpRoute(host, address)?.source ?? address;
  return addresses.find((a) => a.prefix === own.prefix && isWithin(a.address, own.address, own.prefix))!
    .address;
};

/** Why the kernel refuses to send: the names of errno. */
export type SendError = 'ENETUNREACH' | 'EHOSTUNREACH' | 'EACCES' | 'EINVAL' | 'EPERM';

/** The error that a program gets for a route; null where the route leads on. Reference: fib_props */
export const routeError = (route: Route | null): SendError | null => {
  switch (route?.kind) {
    case 'unicast':
    case 'local':
      return null;
    case 'unreachable':
      return 'EHOSTUNREACH';
    case 'prohibit':
      return 'EACCES';
    case 'blackhole':
      return 'EINVAL';
    case 'throw':
    case undefined:
      return 'ENETUNREACH';
  }
};

/**
 * The source address of what a program sends, or why it cannot send. `bound` is the address that it has bound
 * its socket to, null for no binding. Once the source is known, the route is looked up again with it.
 * Reference: include/net/route.h, ip_route_connect
 */
export const sourceForProgram = (
  host: Host,
  to: Address,
  bound: Address | null,
): { readonly ok: true; readonly source: Address } | { readonly ok: false; readonly error: SendError } => {
  if (interfaceOf(host, to)) return { ok: true, source: bound ?? sourceForLocal(host, to) };
  const leavesBySource = isGroup(to);
  if (leavesBySource && bound !== null) return { ok: true, source: bound };
  const route = lookUp(host, { ...flowTo(to), source: bound ?? 0 });
  const error = routeError(route);
  if (error) return { ok: false, error };
  const source =
    bound ?? (route!.kind === 'local' ? (route!.source ?? to) : sourceForRoute(host, route!, to));
  if (source === null) return { ok: false, error: 'ENETUNREACH' };
  // What a route of another table makes local is no address to send from.
  if (!interfaceOf(host, source)) return { ok: false, error: 'EINVAL' };
  const refused = leavesBySource ? null : routeError(lookUp(host, { ...flowTo(to), source }));
  return refused ? { ok: false, error: refused } : { ok: true, source };
};
