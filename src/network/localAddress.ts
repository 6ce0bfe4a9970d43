import type { AddressType } from '../netfilter/environment.ts';
import type { Address } from '../netfilter/types.ts';
import { masked, maskOf } from '../netfilter/values/address.ts';
import type { Host, Interface } from './world.ts';

/** Whether an address is in a network. */
export const isWithin = (address: Address, network: Address, prefix: number): boolean =>
  masked(address, maskOf(prefix)) === masked(network, maskOf(prefix));

/** Whether an interface has an address. `lo` has all of 127.0.0.0/8. */
const hasAddress = (i: Interface, address: Address): boolean =>
  i.addresses.some(
    (a) => a.address === address || (i.name === 'lo' && isWithin(address, a.address, a.prefix)),
  );

/** The interface of a host that has an address; null if the address is not the host's own. */
export const interfaceOf = (host: Host, address: Address): Interface | null =>
  host.interfaces.find((i) => hasAddress(i, address)) ?? null;

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
  return interfaces.some((i) => broadcasts(i).includes(address)) ? 'BROADCAST' : 'UNICAST';
};
