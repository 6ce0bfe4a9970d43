import type { Address } from '../../../netfilter/types.ts';
import { printAddress } from '../../../netfilter/values/address.ts';
import { parseTable, tableNumbers } from '../../../network/routingRules.ts';
import type { Route } from '../../../network/world.ts';
import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import { problemAt } from '../shared/result.ts';
import { type Keywords, notSupported, prefixProblem, readPrefix } from './keywords.ts';

export const kinds = ['unicast', 'local', 'blackhole', 'unreachable', 'prohibit', 'throw'] as const;
export const protos = ['kernel', 'static', 'boot'] as const;
const unsupported = [
  'tos',
  'scope',
  'mtu',
  'advmss',
  'weight',
  'nexthop',
  'onlink',
  'realms',
  'expires',
  'nhid',
  'encap',
  'window',
  'hoplimit',
  'initcwnd',
  'rtt',
  'type',
  'root',
  'cache',
  'cloned',
  'oif',
  'uid',
  'ipproto',
  'sport',
  'dport',
  'vrf',
  'fibmatch',
  'notify',
  'connected',
  'iif',
  'mark',
  'from',
  'match',
  'exact',
];
const none = Object.fromEntries(unsupported.map((k) => [k, 'none' as const]));
export const writing: Keywords = {
  ...none,
  to: 'value',
  via: 'value',
  dev: 'value',
  src: 'value',
  metric: 'value',
  preference: 'value',
  proto: 'value',
  table: 'value',
};
export const reading: Keywords = {
  ...none,
  to: 'value',
  exact: 'value',
  match: 'value',
  via: 'value',
  dev: 'value',
  proto: 'value',
  table: 'value',
};
export const getting: Keywords = {
  ...none,
  to: 'value',
  from: 'value',
  mark: 'value',
  oif: 'value',
  dev: 'value',
  uid: 'value',
};

export const printNetwork = (r: Pick<Route, 'destination' | 'prefix'>): string =>
  r.prefix === 0 ? 'default' : `${printAddress(r.destination)}${r.prefix === 32 ? '' : `/${r.prefix}`}`;

/**
 * One route; what was asked for by name is not said again. Reference: iproute2, ip/iproute.c, print_route.
 */
export const printRoute = (r: Route, asked: Readonly<Record<string, unknown>>): string =>
  [
    r.kind === 'unicast' ? '' : r.kind,
    printNetwork(r),
    r.via === null || asked['via'] ? '' : `via ${printAddress(r.via)}`,
    r.device === null || asked['dev'] ? '' : `dev ${r.device}`,
    r.proto === undefined || r.proto === 'boot' || asked['proto'] ? '' : `proto ${r.proto}`,
    r.kind === 'local' ? 'scope host' : r.kind === 'unicast' && r.via === null ? 'scope link' : '',
    r.source === null ? '' : `src ${printAddress(r.source)}`,
    r.metric === 0 ? '' : `metric ${r.metric}`,
  ]
    .filter((part) => part !== '')
    .map((part) => `${part} `)
    .join('');

/** In the order of the kernel's trie. Reference: net/ipv4/fib_trie.c, fib_table_dump. */
export const inOrder = (routes: readonly Route[]): readonly Route[] =>
  routes.toSorted((a, b) => a.destination - b.destination || b.prefix - a.prefix || a.metric - b.metric);

/** `default`, or a prefix; a network alone is one host. */
export const readNetwork = (
  word: Word,
): { readonly destination: Address; readonly prefix: number } | Problem => {
  if (word.text === 'default' || word.text === 'any' || word.text === 'all')
    return { destination: 0, prefix: 0 };
  const read = readPrefix(word.text);
  return read ? { destination: read.address, prefix: read.prefix ?? 32 } : prefixProblem(word);
};

/** The table that is named, main where none is. */
export const tableOf = (word: Word | undefined, show: boolean): number | Problem => {
  if (!word) return tableNumbers.main;
  if (word.text === 'all' || word.text === 'local' || word.text === '255')
    return notSupported(word, `table ${word.text}`, 'Here a table is main or a number below 254.');
  return (
    parseTable(word.text) ??
    problemAt(
      word,
      `Error: argument "${word.text}" is wrong: ${show ? 'table id value is invalid' : '"table" value is invalid'}\n`,
      255,
      'A table is main, default or a number.',
    )
  );
};
