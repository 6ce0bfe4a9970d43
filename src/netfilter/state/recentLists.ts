import type { Json } from '../../text/json.ts';
import type { PacketFilter } from '../types.ts';

/** A list that recent rules keep: addresses, with the times (ms) they were seen and the hops left. */
export interface RecentList {
  readonly entries: Readonly<Record<string, { readonly ttl: number; readonly times: readonly number[] }>>;
}

type Kept = RecentList & { readonly mask: number; readonly kept: number };

const keyOf = (name: string): string => `recent ${name}`;

/** The lists of a filter by their names: there is one for each name that a rule has. */
export const recentLists = (filter: PacketFilter): ReadonlyMap<string, RecentList> => {
  const rules = Object.values(filter.tables).flatMap((table) =>
    Object.values(table.chains).flatMap((chain) => chain.rules),
  );
  const names = rules.flatMap((rule) =>
    rule.matches.flatMap((use) =>
      use.name === 'recent' ? [(use.data as { readonly name: string }).name] : [],
    ),
  );
  return new Map(
    names.map((name) => [name, (filter.memory[keyOf(name)] as Kept | undefined) ?? { entries: {} }]),
  );
};

/** The filter with the entries of one list changed. */
export const withRecentList = (
  filter: PacketFilter,
  name: string,
  change: (entries: RecentList['entries']) => RecentList['entries'],
): PacketFilter => {
  const before = filter.memory[keyOf(name)] as Kept | undefined;
  const list = { ...(before ?? { mask: 0xffffffff, kept: 0 }), entries: change(before?.entries ?? {}) };
  return { ...filter, memory: { ...filter.memory, [keyOf(name)]: list as unknown as Json } };
};
