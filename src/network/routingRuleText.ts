import { masked, maskOf, parseAddress, printAddress } from '../netfilter/values/address.ts';
import {
  anyFlow,
  nextPriority,
  type Prefix,
  parseTable,
  printTable,
  type RoutingRule,
  tableNumbers,
} from './routingRules.ts';

const parsePrefix = (text: string): Prefix | null | undefined => {
  if (text === 'all' || text === 'default') return null;
  const [host = '', length = '32'] = text.split('/');
  const address = parseAddress(host);
  return address === null || !/^\d{1,2}$/.test(length) || Number(length) > 32
    ? undefined
    : { address: masked(address, maskOf(Number(length))), length: Number(length) };
};

const parseNumber = (text: string): number | null =>
  /^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text) && Number(text) <= 0xffffffff ? Number(text) : null;

/**
 * Reads a rule as `ip rule add` takes it, for a host that has `rules` already. If it cannot be read, a text says
 * what is wrong.
 */
export const parseRoutingRule = (text: string, rules: readonly RoutingRule[]): RoutingRule | string => {
  const words = text.trim().split(/\s+/);
  let rule: { -readonly [K in keyof RoutingRule]: RoutingRule[K] } = {
    ...anyFlow,
    priority: nextPriority(rules),
    action: { kind: 'lookup', table: tableNumbers.main },
  };
  while (words.length) {
    const key = words.shift()!;
    if (key === 'not') {
      rule = { ...rule, inverted: true };
      continue;
    }
    if (key === 'unreachable' || key === 'blackhole' || key === 'prohibit') {
      rule = { ...rule, action: { kind: key } };
      continue;
    }
    const value = words.shift();
    if (value === undefined) return `${key} needs a value`;
    const prefix = parsePrefix(value);
    const number = parseNumber(value);
    const table = parseTable(value);
    if (key === 'from' && prefix !== undefined) rule.source = prefix;
    else if (key === 'to' && prefix !== undefined) rule.destination = prefix;
    else if (key === 'iif') rule.input = value;
    else if ((key === 'tos' || key === 'dsfield') && number !== null) rule.tos = number;
    else if (
      (key === 'priority' || key === 'pref' || key === 'preference' || key === 'order') &&
      number !== null
    )
      rule.priority = number;
    else if ((key === 'lookup' || key === 'table') && table !== null) rule.action = { kind: 'lookup', table };
    else if (key === 'fwmark') {
      const [mark = '', mask] = value.split('/');
      const [value_, bits] = [parseNumber(mark), mask === undefined ? 0xffffffff : parseNumber(mask)];
      if (value_ === null || bits === null) return `${value} is not a mark`;
      rule.mark = { value: value_, mask: bits };
    } else
      return `${key} ${value} cannot be read; a rule knows from, to, fwmark, iif, tos, priority, lookup, not, and unreachable, blackhole or prohibit`;
  }
  return rule;
};

const printPrefix = (p: Prefix | null): string =>
  p === null ? 'all' : p.length === 32 ? printAddress(p.address) : `${printAddress(p.address)}/${p.length}`;
const hex = (n: number): string => `0x${n.toString(16)}`;

/** As `ip rule` prints it: the priority, a tab, and the rule. Reference: iproute2, ip/iprule.c, print_rule */
export const printRoutingRule = (r: RoutingRule): string =>
  [
    `${r.priority}:\t${r.inverted ? 'not ' : ''}from ${printPrefix(r.source)}`,
    r.destination && `to ${printPrefix(r.destination)}`,
    r.tos !== null && `tos ${hex(r.tos)}`,
    r.mark && `fwmark ${hex(r.mark.value)}${r.mark.mask === 0xffffffff ? '' : `/${hex(r.mark.mask)}`}`,
    r.input && `iif ${r.input}`,
    r.action.kind === 'lookup' ? `lookup ${printTable(r.action.table)}` : r.action.kind,
  ]
    .filter(Boolean)
    .join(' ');
