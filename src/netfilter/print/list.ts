import type { Json } from '../../text/json.ts';
import type { Match, Target } from '../extension.ts';
import { nameOfTarget } from '../nameOfTarget.ts';
import { findMatch, findTarget } from '../registry.ts';
import { tableOf } from '../ruleset.ts';
import type {
  AddressMatch,
  Chain,
  Counter,
  InterfaceMatch,
  PacketFilter,
  Rule,
  Table,
  TableName,
} from '../types.ts';
import { prefixOf, printMask } from '../values/address.ts';
import { listAddress } from '../values/host.ts';
import { numericProtocolName, protocolName } from '../values/protocol.ts';
import { policyCounter, printedChains, ruleCounter } from './chains.ts';

/** How `-L` prints. */
export interface ListOptions {
  readonly table: TableName;
  readonly chain?: string | null;
  readonly number?: number | null;
  readonly numeric: boolean;
  readonly verbose: boolean;
  readonly exact: boolean;
  readonly lineNumbers: boolean;
}

/**
 * A counter as `-v` prints it: plain to 99999, then K, M, G, T, rounded at each step. Reference: libxtables,
 * xtables_print_num.
 */
export const shortNumber = (n: number): string => {
  if (n <= 99999) return `${String(n).padStart(5)} `;
  let scaled = Math.floor((n + 500) / 1000);
  for (const unit of ['K', 'M', 'G']) {
    if (scaled <= 9999) return `${String(scaled).padStart(4)}${unit} `;
    scaled = Math.floor((scaled + 500) / 1000);
  }
  return `${String(scaled).padStart(4)}T `;
};

const address = (match: AddressMatch | null, numeric: boolean): string => {
  if (match === null) return numeric ? ' 0.0.0.0/0' : ' anywhere';
  if (!numeric && match.mask === 0) return `${match.inverted ? '!' : ' '}anywhere`;
  const name = listAddress(match.address, numeric);
  const mask = prefixOf(match.mask) === 32 ? '' : `/${printMask(match.mask)}`;
  return `${match.inverted ? '!' : ' '}${name}${mask}`;
};

const device = (match: InterfaceMatch | null, numeric: boolean): string =>
  match === null ? (numeric ? '*' : 'any') : `${match.inverted ? '!' : ''}${match.name}`;

const targetName = ({ target }: Omit<Rule, 'id'>): string => {
  const listed = target.kind === 'extension' && findTarget(target.use.name)!.listName;
  return listed || (nameOfTarget(target) ?? '');
};

const extras = (rule: Omit<Rule, 'id'>, numeric: boolean): string => {
  const say = (extension: Match | Target, data: Json): string => {
    const text = extension.list(data, { numeric });
    return text === '' || extension.glued ? text : ` ${text}`;
  };
  const goto = rule.target.kind === 'goto' ? '[goto] ' : '';
  const matches = rule.matches.map((use) => say(findMatch(use.name)!, use.data)).join('');
  return (
    goto +
    matches +
    (rule.target.kind === 'extension' ? say(findTarget(rule.target.use.name)!, rule.target.use.data) : '')
  );
};

/** What listing these rules prints on stderr: the warnings of their extensions. */
export const listWarnings = (rules: readonly Omit<Rule, 'id'>[]): string => {
  const used = rules.flatMap((r) => [
    ...r.matches.map((use) => findMatch(use.name)),
    r.target.kind === 'extension' ? findTarget(r.target.use.name) : undefined,
  ]);
  return used.flatMap((extension) => extension?.listWarning ?? []).join('');
};

const protocolColumn = (rule: Omit<Rule, 'id'>, numeric: boolean): string => {
  const sign = rule.protocol?.inverted ? '!' : ' ';
  const number = rule.protocol?.number ?? 0;
  return `${sign}${(numeric ? String(number) : number === 0 ? 'all' : protocolName(number)).padEnd(4)}`;
};

const tableRow = (rule: Rule, number: number, counter: Counter, options: ListOptions): string => {
  const { numeric, verbose, exact } = options;
  const count = (n: number, width: number) => (exact ? `${String(n).padStart(width)} ` : shortNumber(n));
  let row = options.lineNumbers ? `${String(number).padEnd(4)} ` : '';
  if (verbose) row += count(counter.packets, 8) + count(counter.bytes, 8);
  row += `${targetName(rule).padEnd(9)} ${protocolColumn(rule, numeric)} `;
  row += `${rule.fragment === 'first' ? '!' : '-'}${rule.fragment === null ? '-' : 'f'} `;
  if (verbose) row += ` ${device(rule.input, numeric).padEnd(6)} ${device(rule.output, numeric).padEnd(6)} `;
  const [source, destination] = [address(rule.source, numeric), address(rule.destination, numeric)];
  row += `${source[0]}${source.slice(1).padEnd(19)} ${destination[0]}${destination.slice(1).padEnd(19)} `;
  return `${row}${extras(rule, numeric)}\n`;
};

/**
 * The one line that `-A … -v` prints for the rule. Reference: iptables/iptables.c, print_firewall with
 * FMT_NOTABLE.
 */
export const listRule = (rule: Rule, options: { readonly numeric: boolean }): string => {
  const [source, destination] = [
    address(rule.source, options.numeric),
    address(rule.destination, options.numeric),
  ];
  const target = targetName(rule);
  const fragment = `${rule.fragment === 'first' ? '!' : '-'}${rule.fragment === null ? '-' : 'f'}`;
  const name = (options.numeric ? numericProtocolName : protocolName)(rule.protocol?.number ?? 0);
  const protocol = `${rule.protocol?.inverted ? '!' : ' '}${name}`;
  const interfaces = `in ${device(rule.input, true)} out ${device(rule.output, true)}`;
  const addresses = `${source} ${destination[0]}-> ${destination.slice(1)}`;
  return `${target} ${protocol} opt ${fragment} ${interfaces} ${addresses}  ${extras(rule, options.numeric)}\n`;
};

const header = (options: ListOptions): string => {
  let row = options.lineNumbers ? 'num  ' : '';
  if (options.verbose)
    row += options.exact
      ? `${'pkts'.padStart(8)} ${'bytes'.padStart(10)} `
      : `${'pkts'.padStart(5)} ${'bytes'.padStart(5)} `;
  row += `${'target'.padEnd(9)}  prot opt`;
  if (options.verbose) row += ` ${'in'.padEnd(6)} ${'out'.padEnd(6)} `;
  return `${row} ${'source'.padEnd(19)}  ${'destination'.padEnd(19)} \n`;
};

/** How many rules jump or go to each chain. */
export const references = (table: Table): ReadonlyMap<string, number> => {
  const count = new Map<string, number>();
  for (const { rules } of Object.values(table.chains))
    for (const { target } of rules)
      if ('chain' in target) count.set(target.chain, (count.get(target.chain) ?? 0) + 1);
  return count;
};

/** The text of `iptables -L`. Reference: iptables/iptables.c, list_entries. */
export const list = (filter: PacketFilter, options: ListOptions): string => {
  const table = tableOf(filter, options.table);
  const chains = printedChains(table).filter(
    (c) => (options.chain ?? null) === null || c.name === options.chain,
  );
  const count = (n: number) => (options.exact ? String(n) : shortNumber(n).trim());
  const referred = table.uses ? null : references(table);
  // nf_tables counts a chain's own rules too, and its command subtracts those that it knows. Reference:
  // iptables/nft.c, __nft_print_header
  const referencesTo = (c: Chain) =>
    referred ? (referred.get(c.name) ?? 0) : (table.uses![c.name] ?? 0) - c.rules.length;
  const texts = chains.map((chain) => {
    const { packets, bytes } = policyCounter(filter.counters, table, chain);
    const tail = options.verbose ? ` ${count(packets)} packets, ${count(bytes)} bytes` : '';
    const head = chain.policy
      ? `(policy ${chain.policy}${tail})`
      : referencesTo(chain) < 0
        ? '(ERROR obtaining refs)'
        : `(${referencesTo(chain)} references)`;
    const rows = chain.rules.flatMap((rule, i) =>
      options.number != null && i !== options.number - 1
        ? []
        : [tableRow(rule, i + 1, ruleCounter(filter.counters, rule.id), options)],
    );
    return options.number != null
      ? rows.join('')
      : `Chain ${chain.name} ${head}\n${header(options)}${rows.join('')}`;
  });
  return texts.join('\n');
};
