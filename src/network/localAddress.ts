import type { AddressType } from '../netfilter/environment.ts';
import type { Address } from '../netfilter/types.ts';
import { masked, maskOf } from '../netfilter/values/address.ts';
import { tableNumbers } from './routingRules.ts';
import type { Host, Interface, Route } from './world.ts';

/** Whether an address is in a network. */
export const isWithin = (address: Address, network: Address, prefix: number): boolean =>
  masked(address, maskOf(prefix)) === masked(network, maskOf(prefix));

/** Whether an interface has an address. `lo` has all of 127.0.0.0/8. */
const hasAddress = (i: Interface, address: Address): boolean =>
  i.addresses.some(
    (a) => a.address === address || (i.name === 'lo' && isWithin(address, a.address, a.prefix)),
  );

/** The route of table `local` that makes an address the host's own, as AnyIP does; null without one. */
export const anyIpRoute = (host: Host, address: Address): Route | null => {
  let best: Route | null = null;
  for (const route of host.routes)
    if (
      route.table === tableNumbers.local &&
      isWithin(address, route.destination, route.prefix) &&
      (best === null || route.prefix > best.prefix)
    )
      best = route;
  return best?.kind === 'local' ? best : null;
};

/**
 * The interface of a host that has an address, or that a local route of table `local` names; null if the address
 * is not the host's own. What a local route of another table brings in is delivered, but nothing is sent from
 * there. Reference: net/ipv4/devinet.c, __ip_dev_find
 */
export const interfaceOf = (host: Host, address: Address): Interface | null => {
  const own = host.interfaces.find((i) => hasAddress(i, address));
  if (own) return own;
  const device = anyIpRoute(host, address)?.device;
  return host.interfaces.find((i) => i.name === device) ?? null;
};

/** The broadcast addresses of an interface's networks; a /31 or /32 has none. */
const broadcasts = (i: Interface): readonly Address[] =>
  i.name === 'lo'
    ? []
    : i.addresses.filter((a) => a.prefix < 31).map((a) => (a.address | ~maskOf(a.prefix)) >>> 0);

/**
 * What type of address it is for this host, or for one of its devices, as `addrtype` names it. Reference:
 * net/ipv4/fib_frontend.c, inet_dev_addr_type
 */
export const addressType = (host: Host, address: Address, device?: string): AddressType => {
  if (address >>> 28 === 14) return 'MULTICAST';
  if (address === 0 || address === 0xffffffff) return 'BROADCAST';
  const interfaces =
    device === undefined ? host.interfaces : host.interfaces.filter((i) => i.name === device);
  if (interfaces.some((i) => hasAddress(i, address))) return 'LOCAL';
  const anyIp = anyIpRoute(host, address);
  if (anyIp && (device === undefined || device === anyIp.device)) return 'LOCAL';
  return interfaces.some((i) => broadcasts(i).includes(address)) ? 'BROADCAST' : 'UNICAST';
};

/**
 * Whether it is a multicast address or 255.255.255.255: what is sent there leaves by the device that has the source
 * address. Reference: net/ipv4/route.c, ip_route_output_key_hash_rcu
 */
export const isGroup = (address: Address): boolean => address >>> 28 === 14 || address === 0xffffffff;

/** Whether packets to an address go to every host of a link: the type of such an address, else null. */
export const castOf = (host: Host, address: Address): 'broadcast' | 'multicast' | null => {
  switch (addressType(host, address)) {
    case 'BROADCAST':
      return 'broadcast';
    case 'MULTICAST':
      return 'multicast';
    default:
      return null;
  }
};

/** The multicast group that every host is a member of. Nothing here joins another one. */
export const allHosts: Address = 0xe0000001;
