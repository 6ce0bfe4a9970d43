import type { AddressType } from '../netfilter/environment.ts';
import type { Address } from '../netfilter/types.ts';
import { masked, maskOf, parseAddress, printAddress } from '../netfilter/values/address.ts';
import { type Flow, isFor, parseTable, printTable, tableNumbers } from './routingRules.ts';
import type { Host, Interface, Route } from './world.ts';

const within = (address: Address, network: Address, prefix: number): boolean =>
  masked(address, maskOf(prefix)) === masked(network, maskOf(prefix));

/** The device that owns an address, null where none does. All of 127.0.0.0/8 is `lo`'s. */
export const ownerOf = (host: Host, address: Address): Interface | null =>
  host.interfaces.find((i) =>
    i.addresses.some(
      (a) => a.address === address || (i.name === 'lo' && within(address, a.address, a.prefix)),
    ),
  ) ?? null;

/** The broadcast address of an interface's network; networks of /31 and /32 have none. */
const broadcasts = (i: Interface): readonly Address[] =>
  i.name === 'lo'
    ? []
    : i.addresses.filter((a) => a.prefix < 31).map((a) => (a.address | ~maskOf(a.prefix)) >>> 0);

/**
 * What kind of address it is for this host, as `addrtype` asks. Reference: net/ipv4/fib_frontend.c,
 * inet_dev_addr_type.
 */
export const addressType = (host: Host, address: Address, device?: string): AddressType => {
  if (address >>> 28 === 14) return 'MULTICAST';
  if (address === 0 || address === 0xffffffff) return 'BROADCAST';
  const interfaces =
    device === undefined ? host.interfaces : host.interfaces.filter((i) => i.name === device);
  if (
    interfaces.some((i) =>
      i.addresses.some(
        (a) => a.address === address || (i.name === 'lo' && within(address, a.address, a.prefix)),
      ),
    )
  )
    return 'LOCAL';
  if (interfaces.some((i) => broadcasts(i).includes(address))) return 'BROADCAST';
  return 'UNICAST';
};

/** A flow of which only the destination is known. */
export const flowTo = (destination: Address): Flow => ({
  destination,
  source: 0,
  mark: 0,
  input: 'lo',
  tos: 0,
});

/** Longest prefix, then lowest metric. */
const bestIn = (host: Pick<Host, 'routes'>, table: number, destination: Address): Route | null => {
  let best: Route | null = null;
  for (const route of host.routes)
    if (
      route.table === table &&
      within(destination, route.destination, route.prefix) &&
      (best === null ||
        route.prefix > best.prefix ||
        (route.prefix === best.prefix && route.metric < best.metric))
    )
      best = route;
  return best;
};

/**
 * The route a flow takes among those that are not the host's own addresses, by the routing rules in their
 * order; null where there is none. Reference: net/core/fib_rules.c, fib_rules_lookup; net/ipv4/fib_trie.c,
 * fib_table_lookup.
 */
export const lookUp = (host: Host, flow: Flow): Route | null => {
  for (const rule of host.routingRules) {
    if (!isFor(rule, flow)) continue;
    if (rule.action.kind !== 'lookup')
      return {
        destination: 0,
        prefix: 0,
        kind: rule.action.kind,
        via: null,
        device: null,
        source: null,
        metric: 0,
        table: 0,
      };
    const route = bestIn(host, rule.action.table, flow.destination);
    if (route && route.kind !== 'throw') return route;
  }
  return null;
};

/**
 * The source a local packet gets when no program chose one. Reference: net/ipv4/fib_semantics.c,
 * fib_result_prefsrc.
 */
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
  return (
    (own.find((a) => within(nextHop, a.address, a.prefix)) ?? own[0] ?? host.interfaces.flatMap(of)[0])
      ?.address ?? null
  );
};

/**
 * The source of what a host sends to an address of its own: that address, or for a second one in the same
 * network the first of that network. Reference: net/ipv4/fib_frontend.c, fib_add_ifaddr
 */
export const sourceForOwn = (host: Host, address: Address): Address => {
  const addresses = ownerOf(host, address)?.addresses ?? [];
  const own =
    addresses.find((a) => a.address === address) ??
    addresses.find((a) => within(address, a.address, a.prefix));
  return own
    ? addresses.find((a) => a.prefix === own.prefix && within(a.address, own.address, own.prefix))!.address
    : address;
};

/**
 * By which device an answer to an address would leave, or which has it for its own; null where no route leads
 * there.
 */
export const wayBack = (
  host: Host,
  address: Address,
  mark = 0,
): { readonly kind: 'unicast' | 'local'; readonly device: string } | null => {
  const own = ownerOf(host, address);
  if (own) return { kind: 'local', device: own.name };
  const route = lookUp(host, { ...flowTo(address), mark });
  return route?.kind === 'unicast' && route.device !== null
    ? { kind: 'unicast', device: route.device }
    : null;
};

/** The routes Linux makes for an interface's addresses. */
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

const kinds = ['unicast', 'local', 'blackhole', 'unreachable', 'prohibit', 'throw'] as const;

/**
 * Reads `default via A`, `N/P via A dev D src S metric M table T`, `unreachable N/P`, on a host that has the
 * other routes already. A text is what is wrong.
 */
export const parseRoute = (text: string, host: Pick<Host, 'interfaces' | 'routes'>): Route | string => {
  const { interfaces } = host;
  const words = text.trim().split(/\s+/);
  const named = kinds.find((k) => k === words[0]);
  const kind = named ?? 'unicast';
  if (named) words.shift();
  const [network = '', length] = (words.shift() ?? '').split('/');
  const destination = network === 'default' ? 0 : parseAddress(network);
  const prefix = network === 'default' ? 0 : length === undefined ? 32 : Number(length);
  if (destination === null || !Number.isInteger(prefix) || prefix < 0 || prefix > 32)
    return `${network || 'nothing'} is no network; write default, or 10.0.0.0/8`;
  if (masked(destination, maskOf(prefix)) !== destination)
    return `${network}/${prefix} has host bits set; write ${printAddress(masked(destination, maskOf(prefix)))}/${prefix}`;
  let via: Address | null = null;
  let device: string | null = null;
  let source: Address | null = null;
  let metric = 0;
  let table: number = tableNumbers.main;
  let onlink = false;
  while (words.length) {
    const key = words.shift()!;
    if (key === 'onlink') {
      onlink = true;
      continue;
    }
    const value = words.shift() ?? '';
    const address = parseAddress(value);
    const number = parseTable(value);
    if (key === 'via' && address !== null) via = address;
    else if (key === 'dev' && interfaces.some((i) => i.name === value)) device = value;
    else if (key === 'src' && address !== null) source = address;
    else if ((key === 'metric' || key === 'priority' || key === 'preference') && /^\d{1,10}$/.test(value))
      metric = Number(value);
    else if (key === 'table' && number !== null) table = number;
    else if (key !== 'scope' && key !== 'proto')
      return `${key} ${value} cannot be read; a route knows via, dev, src, metric, table and onlink`;
  }
  if (kind !== 'unicast' && kind !== 'local')
    return { destination, prefix, kind, via: null, device: null, source, metric, table };
  if (via !== null && !onlink) {
    const neighbour = bestIn(
      {
        routes: host.routes.filter(
          (r) => r.kind === 'unicast' && r.via === null && (device === null || r.device === device),
        ),
      },
      tableNumbers.main,
      via,
    );
    if (!neighbour) return `${printAddress(via)} is on none of this host's networks`;
    device = neighbour.device;
  }
  return device === null
    ? 'it needs via or dev'
    : { destination, prefix, kind, via, device, source, metric, table };
};

/** What names a route: its kind where it is no usual one, and the network. */
export const printRoute = (r: Route): string => {
  const to =
    r.prefix === 0 ? 'default' : `${printAddress(r.destination)}${r.prefix === 32 ? '' : `/${r.prefix}`}`;
  const parts = [
    r.kind === 'unicast' ? '' : `${r.kind} `,
    to,
    r.via === null ? '' : ` via ${printAddress(r.via)}`,
    r.device === null ? '' : ` dev ${r.device}`,
    r.table === tableNumbers.main || r.table === 0 ? '' : ` table ${printTable(r.table)}`,
  ];
  return parts.join('');
};
