import type { Address } from '../netfilter/types.ts';
import { masked, maskOf, parseAddress, printAddress } from '../netfilter/values/address.ts';

/** The numbers of the tables that have names. Reference: /etc/iproute2/rt_tables */
export const tableNumbers = { local: 255, main: 254, default: 253 } as const;

/** What routing is asked about a packet. */
export interface Flow {
  readonly destination: Address;
  /** 0 where the sender has none yet. */
  readonly source: Address;
  readonly mark: number;
  /** Where it came in; `lo` for a packet that is made here. */
  readonly input: string;
  readonly tos: number;
}

/** One line of `ip rule`: which flows it is for, and which table answers, or how they are refused. */
export interface RoutingRule {
  readonly priority: number;
  readonly inverted: boolean;
  readonly source: Prefix | null;
  readonly destination: Prefix | null;
  readonly mark: { readonly value: number; readonly mask: number } | null;
  readonly input: string | null;
  readonly tos: number | null;
  readonly action:
    | { readonly kind: 'lookup'; readonly table: number }
    | { readonly kind: 'unreachable' | 'blackhole' | 'prohibit' };
}

interface Prefix {
  readonly address: Address;
  readonly length: number;
}

const everything = { inverted: false, source: null, destination: null, mark: null, input: null, tos: null };

/** The rules every host begins with. */
export const usualRules: readonly RoutingRule[] = [
  { priority: 0, ...everything, action: { kind: 'lookup', table: tableNumbers.local } },
  { priority: 32766, ...everything, action: { kind: 'lookup', table: tableNumbers.main } },
  { priority: 32767, ...everything, action: { kind: 'lookup', table: tableNumbers.default } },
];

const within = (address: Address, prefix: Prefix | null): boolean =>
  prefix === null || masked(address, maskOf(prefix.length)) === prefix.address;

/** Whether a rule is for a flow. Reference: net/ipv4/fib_rules.c, fib4_rule_match and fib_rule_match */
export const matchesFlow = (rule: RoutingRule, flow: Flow): boolean => {
  const fits =
    within(flow.source, rule.source) &&
    within(flow.destination, rule.destination) &&
    (rule.input === null || rule.input === flow.input) &&
    (rule.mark === null || ((flow.mark ^ rule.mark.value) & rule.mark.mask) === 0) &&
    (rule.tos === null || rule.tos === (flow.tos & 0x1c));
  return fits !== rule.inverted;
};

/**
 * The same rules with one more: behind those of the same priority; without a number, in front of the first
 * that has none of the lowest.
 */
export const withRule = (rules: readonly RoutingRule[], rule: RoutingRule): readonly RoutingRule[] => [
  ...rules.filter((r) => r.priority <= rule.priority),
  rule,
  ...rules.filter((r) => r.priority > rule.priority),
];

/**
 * The priority of a rule that names none: one less than that of the second rule there is. Reference:
 * net/core/fib_rules.c, fib_default_rule_pref
 */
export const nextPriority = (rules: readonly RoutingRule[]): number =>
  Math.max(0, (rules[1]?.priority ?? 0) - 1);

/** A table by name or number; null where it is neither. */
export const parseTable = (text: string): number | null =>
  Object.hasOwn(tableNumbers, text)
    ? tableNumbers[text as keyof typeof tableNumbers]
    : /^\d{1,10}$/.test(text) && Number(text) > 0 && Number(text) <= 0xffffffff
      ? Number(text)
      : null;

/** A table as `ip` prints it. */
export const printTable = (table: number): string =>
  Object.entries(tableNumbers).find(([, number]) => number === table)?.[0] ?? String(table);

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

/** Reads what stands behind `ip rule add`, among the rules that are there. A text is what is wrong. */
export const parseRoutingRule = (text: string, rules: readonly RoutingRule[]): RoutingRule | string => {
  const words = text.trim().split(/\s+/);
  let rule: { -readonly [K in keyof RoutingRule]: RoutingRule[K] } = {
    ...everything,
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
    if (value === undefined) return `nothing stands behind ${key}`;
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
      if (value_ === null || bits === null) return `${value} is no mark`;
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
