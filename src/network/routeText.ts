import type { Address } from '../netfilter/types.ts';
import { masked, maskOf, parseAddress, printAddress } from '../netfilter/values/address.ts';
import { bestRoute } from './routes.ts';
import { parseTable, printTable, tableNumbers } from './routingRules.ts';
import type { Host, Route } from './world.ts';

const kinds = ['unicast', 'local', 'blackhole', 'unreachable', 'prohibit', 'throw'] as const;

/**
 * Reads a route as `ip route add` takes it: `default via A`, `N/P via A dev D src S metric M table T`,
 * `unreachable N/P`. If it cannot be read, or the host has no route to its gateway, a text says what is wrong.
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
    return `${network || 'nothing'} is not a network; write default, or 10.0.0.0/8`;
  if (masked(destination, maskOf(prefix)) !== destination)
    return `${network}/${prefix} has host bits set; write ${printAddress(masked(destination, maskOf(prefix)))}/${prefix}`;
  let via: Address | null = null;
  let device: string | null = null;
  let source: Address | null = null;
  let metric = 0;
  let table: number = kind === 'local' ? tableNumbers.local : tableNumbers.main;
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
    const direct = host.routes.filter(
      (r) => r.kind === 'unicast' && r.via === null && (device === null || r.device === device),
    );
    const neighbour = bestRoute(direct, tableNumbers.main, via);
    if (!neighbour) return `${printAddress(via)} is not on any of this host's networks`;
    device = neighbour.device;
  }
  return device === null
    ? 'it needs via or dev'
    : { destination, prefix, kind, via, device, source, metric, table };
};

/** A route as the trace names it: its network, gateway, device and table, and its kind unless it is unicast. */
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
