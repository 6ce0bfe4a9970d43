/**
 * What is peculiar to nf_tables' restore: it knows only part of what stands in the kernel, sends its commands
 * one by one, and each is answered.
 */

import { printedChains } from '../print/chains.ts';
import type { Chain, PacketFilter, Table, TableName } from '../types.ts';
import type { Backend, RefusedLine } from './backend.ts';
import { tableRefusal } from './loadChecks.ts';
import type { SharedNames } from './sharedNames.ts';

/** A line of a restore that gave the kernel something. */
export interface Place {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly action: RefusedLine['action'];
  readonly chain: string;
}

/** The kernel's answer to a line, and a hint of ours. */
export type Answer = RefusedLine & Partial<Place> & { readonly hint: string };

const withChains = (filter: PacketFilter, name: TableName, chains: readonly Chain[]): PacketFilter => ({
  ...filter,
  tables: {
    ...filter.tables,
    [name]: {
      ...filter.tables[name]!,
      chains: Object.fromEntries(chains.map((chain) => [chain.name, chain])),
    },
  },
});

/**
 * Which lines get an answer where the kernel will not have the table. `sent` has the place of each rule of
 * the text, by its id. The batch is gone through again, and now the kernel looks where chains lead behind
 * every rule: from the first wrong one on it takes none.
 * Reference: net/netfilter/nf_tables_api.c, nf_tables_validate.
 */
export const answersTo = (
  table: Table,
  sent: ReadonlyMap<number, Place>,
  { errno: failure, hint }: Pick<NonNullable<ReturnType<typeof tableRefusal>>, 'errno' | 'hint'>,
  backend: Backend,
  sharedNames: SharedNames,
): readonly Answer[] => {
  const places = [...sent];
  const wrong = (upTo: number) =>
    tableRefusal(
      {
        ...table,
        chains: Object.fromEntries(
          Object.entries(table.chains).map(([name, c]) => [
            name,
            { ...c, rules: c.rules.filter((r) => r.id <= upTo) },
          ]),
        ),
      },
      backend,
      sharedNames,
    ) !== null;
  let [from, to] = [0, places.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (wrong(places[middle]![0])) to = middle;
    else from = middle + 1;
  }
  return places.slice(from).map(([, place]) => ({ ...place, failure, hint }));
};

/**
 * Some of the `fresh` chains accept: -Z sends a chain anew, and of one that this file makes the command does
 * not know the policy.
 */
export const accepting = (
  filter: PacketFilter,
  name: TableName,
  fresh: readonly string[],
  which: (chain: Chain) => boolean,
): PacketFilter => {
  const again = (chain: Chain) => chain.policy !== null && fresh.includes(chain.name) && which(chain);
  return withChains(
    filter,
    name,
    Object.values(filter.tables[name]!.chains).map((chain) =>
      again(chain) ? { ...chain, policy: 'ACCEPT' as const } : chain,
    ),
  );
};

/** With -n the command knows the chains that there are, and puts those of the file among them. */
export const byName = (filter: PacketFilter, name: TableName): PacketFilter =>
  withChains(filter, name, printedChains(filter.tables[name]!));

/** The host as if nobody had put anything into the table. */
export const withoutTable = (filter: PacketFilter, name: TableName): PacketFilter => {
  const { [name]: _, ...tables } = filter.tables;
  return { ...filter, tables, used: filter.used.filter((n) => n !== name) };
};
