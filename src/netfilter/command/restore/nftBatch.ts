import type { Span } from '../../../text/words.ts';
import { printedChains } from '../../print/chains.ts';
import type { Chain, PacketFilter, Table, TableName } from '../../types.ts';
import type { Backend, KernelError, RefusedLine } from '../backend.ts';
import { tableRefusal } from '../loadChecks/tableRefusal.ts';
import type { SharedNames } from '../sharedNames.ts';

// What is special about a restore by nf_tables' command: it sends its commands one by one in a batch, the kernel
// answers each, and the command itself knows only some of what the kernel has.

/** A line of the text that becomes a command of the batch. */
export interface SentLine extends Span {
  readonly line: number;
  readonly action: RefusedLine['action'];
  readonly chain: string;
}

/** A line that the kernel refuses, and a hint of ours. */
export type RefusedSentLine = RefusedLine & Partial<SentLine> & { readonly hint: string };

const withChains = (filter: PacketFilter, name: TableName, chains: readonly Chain[]): PacketFilter => {
  const byName = Object.fromEntries(chains.map((chain) => [chain.name, chain]));
  return { ...filter, tables: { ...filter.tables, [name]: { ...filter.tables[name]!, chains: byName } } };
};

/**
 * Which lines the kernel refuses where it refuses the table. `sent` has the line of each rule of the text, by the
 * rule's id. The kernel checks where chains lead after every rule of the batch, so it refuses the first one that
 * makes the table wrong, and all after it. Reference: net/netfilter/nf_tables_api.c, nf_tables_validate.
 */
export const refusedLines = (
  table: Table,
  sent: ReadonlyMap<number, SentLine>,
  { errno: failure, hint }: KernelError,
  backend: Backend,
  sharedNames: SharedNames,
): readonly RefusedSentLine[] => {
  const lines = [...sent];
  const isWrongWith = (last: number): boolean => {
    const upToLast = (c: Chain): Chain => ({ ...c, rules: c.rules.filter((r) => r.id <= last) });
    const chains = Object.fromEntries(Object.entries(table.chains).map(([name, c]) => [name, upToLast(c)]));
    return tableRefusal({ ...table, chains }, backend, sharedNames) !== null;
  };
  let [from, to] = [0, lines.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (isWrongWith(lines[middle]![0])) to = middle;
    else from = middle + 1;
  }
  return lines.slice(from).map(([, line]) => ({ ...line, failure, hint }));
};

/**
 * Sets the policy of some of these chains to ACCEPT: the command sends a chain again with `-Z`, and of a chain that
 * this text makes it does not know the policy.
 */
export const withAcceptPolicies = (
  filter: PacketFilter,
  name: TableName,
  newChains: readonly string[],
  which: (chain: Chain) => boolean,
): PacketFilter =>
  withChains(
    filter,
    name,
    Object.values(filter.tables[name]!.chains).map((chain) =>
      chain.policy !== null && newChains.includes(chain.name) && which(chain)
        ? { ...chain, policy: 'ACCEPT' as const }
        : chain,
    ),
  );

/** The chains in printed order: with `-n` the command reads those of the kernel, and sorts the text's in among them. */
export const withChainsInOrder = (filter: PacketFilter, name: TableName): PacketFilter =>
  withChains(filter, name, printedChains(filter.tables[name]!));

/** The host without a table, as before its first use. */
export const withoutTable = (filter: PacketFilter, name: TableName): PacketFilter => {
  const { [name]: _, ...tables } = filter.tables;
  return { ...filter, tables, used: filter.used.filter((n) => n !== name) };
};
