import type { Address } from '../netfilter/types.ts';
import { masked, maskOf } from '../netfilter/values/address.ts';

/** The numbers of the tables that have names. Reference: /etc/iproute2/rt_tables */
export const tableNumbers = { local: 255, main: 254, default: 253 } as const;

/** What routing looks at in a packet. */
export interface Flow {
  readonly destination: Address;
  /** 0 before the sender has chosen its source address. */
  readonly source: Address;
  readonly mark: number;
  /** The device it came in by; `lo` for a packet made on this host. */
  readonly input: string;
  readonly tos: number;
}

/** One line of `ip rule`: which flows it matches, and in which table they are looked up or how they are refused. */
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

/** A network. */
export interface Prefix {
  readonly address: Address;
  readonly length: number;
}

/** A rule's conditions where it has none: it matches every flow. */
export const anyFlow = {
  inverted: false,
  source: null,
  destination: null,
  mark: null,
  input: null,
  tos: null,
};

/** The rules that every host has from the start. */
export const usualRules: readonly RoutingRule[] = [
  { priority: 0, ...anyFlow, action: { kind: 'lookup', table: tableNumbers.local } },
  { priority: 32766, ...anyFlow, action: { kind: 'lookup', table: tableNumbers.main } },
  { priority: 32767, ...anyFlow, action: { kind: 'lookup', table: tableNumbers.default } },
];

const within = (address: Address, prefix: Prefix | null): boolean =>
  prefix === null || masked(address, maskOf(prefix.length)) === prefix.address;

/** Whether a rule matches a flow. Reference: net/ipv4/fib_rules.c, fib4_rule_match and fib_rule_match */
export const matchesFlow = (rule: RoutingRule, flow: Flow): boolean => {
  const matches =
    within(flow.source, rule.source) &&
    within(flow.destination, rule.destination) &&
    (rule.input === null || rule.input === flow.input) &&
    (rule.mark === null || ((flow.mark ^ rule.mark.value) & rule.mark.mask) === 0) &&
    (rule.tos === null || rule.tos === (flow.tos & 0x1c));
  return matches !== rule.inverted;
};

/**
 * The same rules with one more, which comes after those of the same priority.
 */
export const withRule = (rules: readonly RoutingRule[], rule: RoutingRule): readonly RoutingRule[] => [
  ...rules.filter((r) => r.priority <= rule.priority),
  rule,
  ...rules.filter((r) => r.priority > rule.priority),
];

/**
 * The priority of a rule that is added without one: one less than that of the second rule. Reference:
 * net/core/fib_rules.c, fib_default_rule_pref
 */
export const nextPriority = (rules: readonly RoutingRule[]): number =>
  Math.max(0, (rules[1]?.priority ?? 0) - 1);

/** Reads the name or number of a table; null for any other text. */
export const parseTable = (text: string): number | null =>
  Object.hasOwn(tableNumbers, text)
    ? tableNumbers[text as keyof typeof tableNumbers]
    : /^\d{1,10}$/.test(text) && Number(text) > 0 && Number(text) <= 0xffffffff
      ? Number(text)
      : null;

/** A table as `ip` prints it. */
export const printTable = (table: number): string =>
  Object.entries(tableNumbers).find(([, number]) => number === table)?.[0] ?? String(table);
