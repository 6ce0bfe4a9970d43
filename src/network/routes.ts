import type { AddressType } from '../netfilter/extension.ts';
import type { Address } from '../netfilter/types.ts';
import { maskOf, masked, parseAddress, printAddress } from '../netfilter/values/address.ts';
import type { Host, Interface, Route } from './world.ts';

const within = (address: Address, network: Address, prefix: number): boolean => masked(address, maskOf(prefix)) === masked(network, maskOf(prefix));

/** The device that owns an address, null where none does. All of 127.0.0.0/8 is `lo`'s. */
export const ownerOf = (host: Host, address: Address): Interface | null =>
  host.interfaces.find((i) => i.addresses.some((a) => a.address === address || (i.name === 'lo' && within(address, a.address, a.prefix)))) ?? null;

/** The broadcast address of an interface's network; networks of /31 and /32 have none. */
const broadcasts = (i: Interface): readonly Address[] =>
  i.name === 'lo' ? [] : i.addresses.filter((a) => a.prefix < 31).map((a) => (a.address | ~maskOf(a.prefix)) >>> 0);

/** What kind of address it is for this host, as `addrtype` asks. Reference: net/ipv4/fib_frontend.c, inet_dev_addr_type. */
export const addressType = (host: Host, address: Address, device?: string): AddressType => {
  if (address >>> 28 === 14) return 'MULTICAST';
  if (address === 0 || address === 0xffffffff) return 'BROADCAST';
  const interfaces = device === undefined ? host.interfaces : host.interfaces.filter((i) => i.name === device);
  if (interfaces.some((i) => i.addresses.some((a) => a.address === address || (i.name === 'lo' && within(address, a.address, a.prefix))))) return 'LOCAL';
  if (interfaces.some((i) => broadcasts(i).includes(address))) return 'BROADCAST';
  return 'UNICAST';
};

/** The route a destination takes among those that are not the host's own; null where there is none. */
export const lookUp = (host: Host, destination: Address): Route | null => {
  let best: Route | null = null;
  for (const route of host.routes)
    if (within(destination, route.destination, route.prefix) && (best === null || route.prefix > best.prefix || (route.prefix === best.prefix && route.metric < best.metric)))
      best = route;
  return best;
};

/** The source a local packet gets when no program chose one. Reference: net/ipv4/devinet.c, inet_select_addr. */
export const sourceFor = (host: Host, route: Route, destination: Address): Address | null => {
  if (route.source !== null) return route.source;
  return addressOn(host, route.device ?? '', route.via ?? destination);
};

/**
 * The address a device takes for a next hop: one in its network, else its first, else the first of any
 * other device; null where there is none. 127.0.0.1 is for this host alone and never taken.
 * Reference: net/ipv4/devinet.c, inet_select_addr with RT_SCOPE_UNIVERSE.
 */
export const addressOn = (host: Host, device: string, nextHop: Address): Address | null => {
  const of = (i: Interface) => i.addresses.filter((a) => a.address >>> 24 !== 127);
  const own = host.interfaces.filter((i) => i.name === device).flatMap(of);
  return (own.find((a) => within(nextHop, a.address, a.prefix)) ?? own[0] ?? host.interfaces.flatMap(of)[0])?.address ?? null;
};

/** By which device an answer to an address would leave, or that it is the host's own; null where no route leads there. */
export const wayBack = (host: Host, address: Address): { readonly kind: 'unicast'; readonly device: string } | { readonly kind: 'local' } | null => {
  if (addressType(host, address) === 'LOCAL') return { kind: 'local' };
  const route = lookUp(host, address);
  return route?.kind === 'unicast' && route.device !== null ? { kind: 'unicast', device: route.device } : null;
};

/** The routes Linux makes for an interface's addresses. */
export const connectedRoutes = (i: Interface): readonly Route[] =>
  i.name === 'lo'
    ? []
    : i.addresses
        .filter((a) => a.prefix < 32)
        .map((a) => ({ destination: masked(a.address, maskOf(a.prefix)), prefix: a.prefix, kind: 'unicast', via: null, device: i.name, source: a.address, metric: 0 }));

/** Reads `default via A`, `N/P via A dev D src S metric M`, `unreachable N/P`. A text is what is wrong. */
export const parseRoute = (text: string, interfaces: readonly Interface[]): Route | string => {
  const words = text.trim().split(/\s+/);
  const kinds = ['blackhole', 'unreachable', 'prohibit', 'unicast'] as const;
  const kind = kinds.find((k) => k === words[0]) ?? 'unicast';
  if (kinds.some((k) => k === words[0])) words.shift();
  const [network = '', length] = (words.shift() ?? '').split('/');
  const destination = network === 'default' ? 0 : parseAddress(network);
  const prefix = network === 'default' ? 0 : length === undefined ? 32 : Number(length);
  if (destination === null || !Number.isInteger(prefix) || prefix < 0 || prefix > 32) return `${network || 'nothing'} is no network; write default, or 10.0.0.0/8`;
  if (masked(destination, maskOf(prefix)) !== destination) return `${network}/${prefix} has host bits set; write ${printAddress(masked(destination, maskOf(prefix)))}/${prefix}`;
  let via: Address | null = null;
  let device: string | null = null;
  let source: Address | null = null;
  let metric = 0;
  while (words.length) {
    const [key, value = ''] = [words.shift()!, words.shift()];
    const address = parseAddress(value);
    if (key === 'via' && address !== null) via = address;
    else if (key === 'dev' && interfaces.some((i) => i.name === value)) device = value;
    else if (key === 'src' && address !== null) source = address;
    else if (key === 'metric' && /^\d+$/.test(value)) metric = Number(value);
    else if (key !== 'scope' && key !== 'proto') return `${key} ${value} cannot be read; a route knows via, dev, src and metric`;
  }
  if (kind !== 'unicast') return { destination, prefix, kind, via: null, device: null, source, metric };
  if (via !== null && device === null) {
    const onLink = interfaces.find((i) => i.addresses.some((a) => i.name !== 'lo' && within(via!, a.address, a.prefix)));
    if (!onLink) return `${printAddress(via)} is on none of this host's networks`;
    device = onLink.name;
  }
  return device === null ? 'it needs via or dev' : { destination, prefix, kind, via, device, source, metric };
};

/** As `ip route` prints it. */
export const printRoute = (r: Route): string => {
  const to = r.prefix === 0 ? 'default' : `${printAddress(r.destination)}${r.prefix === 32 ? '' : `/${r.prefix}`}`;
  const parts = [r.kind === 'unicast' ? '' : `${r.kind} `, to, r.via === null ? '' : ` via ${printAddress(r.via)}`, r.device === null ? '' : ` dev ${r.device}`];
  return parts.join('');
};
