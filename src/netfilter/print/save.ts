import type { Backend } from '../command/backend.ts';
import { backendOf } from '../command/backendOf.ts';
import { legacy } from '../command/backends/legacy.ts';
import { findMatch, findTarget } from '../registry.ts';
import { tableOf } from '../ruleset.ts';
import type { BackendName, InterfaceMatch, PacketFilter, Rule, TableName } from '../types.ts';
import { printPrefix } from '../values/address.ts';
import { protocolName } from '../values/protocol.ts';
import { policyCounter, printedChains, ruleCounter } from './chains.ts';

const not = (inverted: boolean): string => (inverted ? '! ' : '');

/** `-i +` matches every interface and is left out; legacy leaves out `! -i +` too. */
const isPrinted = (match: InterfaceMatch, backend: Backend): boolean =>
  match.name !== '+' || (match.inverted && backend.printsInvertedAnyInterface);

/** What a rule says about packets, as it follows `-A CHAIN`: in iptables' own order, each part after a space. */
const conditions = (rule: Omit<Rule, 'id'>, backend: Backend): string => {
  const { source, destination, input, output, protocol, fragment } = rule;
  let text = '';
  if (source) text += ` ${not(source.inverted)}-s ${printPrefix(source.address, source.mask)}`;
  if (destination)
    text += ` ${not(destination.inverted)}-d ${printPrefix(destination.address, destination.mask)}`;
  if (input && isPrinted(input, backend)) text += ` ${not(input.inverted)}-i ${input.name}`;
  if (output && isPrinted(output, backend)) text += ` ${not(output.inverted)}-o ${output.name}`;
  if (protocol) text += ` ${not(protocol.inverted)}-p ${protocolName(protocol.number)}`;
  if (fragment) text += fragment === 'further' ? ' -f' : ' ! -f';
  for (const use of rule.matches) text += ` -m ${use.name}${findMatch(use.name)!.save(use.data)}`;
  return text;
};

const targetWords = ({ target }: Omit<Rule, 'id'>): string => {
  switch (target.kind) {
    case 'none':
      return '';
    case 'verdict':
      return ` -j ${target.verdict}`;
    case 'jump':
      return ` -j ${target.chain}`;
    case 'goto':
      return ` -g ${target.chain}`;
    case 'extension':
      return ` -j ${target.use.name}${findTarget(target.use.name)!.save(target.use.data)}`;
  }
};

/**
 * One rule as `iptables-save` prints it: `-A FORWARD -i eth0 -j ACCEPT`. `counters` are words to put before `-j`.
 * Reference: iptables/iptables.c, print_rule4.
 */
export const saveRule = (
  chain: string,
  rule: Omit<Rule, 'id'>,
  counters = '',
  backend: Backend = legacy,
): string => `-A ${chain}${conditions(rule, backend)}${counters}${targetWords(rule)}`;

/** What `iptables-save` and `-S` are asked to print. */
export interface SaveOptions {
  readonly counters?: boolean;
  readonly table?: TableName;
}

/**
 * The order of tables in a dump. Legacy reads the names from /proc, where the table used last comes first; nf_tables'
 * command goes through its own list. Reference: iptables/iptables-save.c, iptables/nft.c (xtables_ipv4).
 */
const tableOrder: Readonly<Record<BackendName, (used: readonly TableName[]) => readonly TableName[]>> = {
  legacy: (used) => used.toReversed(),
  nft: (used) => (['mangle', 'security', 'raw', 'filter', 'nat'] as const).filter((t) => used.includes(t)),
};

/**
 * The text of `iptables-save`, without its two comment lines a table: they hold the time.
 * Reference: iptables/iptables-save.c.
 */
export const save = (filter: PacketFilter, options: SaveOptions = {}): string => {
  const tables = options.table ? [options.table] : tableOrder[filter.backend](filter.used);
  return tables.map((name) => saveTable(filter, name, options.counters ?? false)).join('');
};

const saveTable = (filter: PacketFilter, name: TableName, counters: boolean): string => {
  const table = tableOf(filter, name);
  const backend = backendOf(filter);
  const lines = [`*${name}`];
  for (const chain of printedChains(table)) {
    const { packets, bytes } = policyCounter(filter.counters, table, chain);
    lines.push(`:${chain.name} ${chain.policy ?? '-'} [${packets}:${bytes}]`);
  }
  for (const chain of printedChains(table))
    for (const rule of chain.rules) {
      const count = ruleCounter(filter.counters, rule.id);
      lines.push(
        `${counters ? `[${count.packets}:${count.bytes}] ` : ''}${saveRule(chain.name, rule, '', backend)}`,
      );
    }
  lines.push('COMMIT', '');
  return lines.join('\n');
};

/** The text of `iptables -S`, with `-v` also counters. Reference: iptables/iptables.c, list_rules. */
export const saveChains = (
  filter: PacketFilter,
  options: {
    readonly table: TableName;
    readonly chain: string | null;
    readonly number: number | null;
    readonly verbose: boolean;
  },
): string => {
  const table = tableOf(filter, options.table);
  const chains = printedChains(table).filter((c) => options.chain === null || c.name === options.chain);
  const count = (c: { readonly packets: number; readonly bytes: number }) =>
    options.verbose ? ` -c ${c.packets} ${c.bytes}` : '';
  const heads = chains.map((c) =>
    c.policy ? `-P ${c.name} ${c.policy}${count(policyCounter(filter.counters, table, c))}` : `-N ${c.name}`,
  );
  const rules = chains.flatMap((c) =>
    c.rules
      .filter((_, i) => options.number === null || i === options.number - 1)
      .map((r) => saveRule(c.name, r, count(ruleCounter(filter.counters, r.id)), backendOf(filter))),
  );
  return [...(options.number === null ? heads : []), ...rules].map((line) => `${line}\n`).join('');
};
