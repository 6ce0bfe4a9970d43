import { backendOf } from '../command/backend.ts';
import { sharedBy } from '../command/sharedNames.ts';
import type { PacketFilter, Rule, TableName } from '../types.ts';

const rulesOf = (filter: PacketFilter, name: TableName): readonly Rule[] =>
  Object.values(filter.tables[name]?.chains ?? {}).flatMap((c) => c.rules);

/**
 * What extensions still remember once a command or a restore has made `after` of `before`, or zeroed the
 * counters of a table. What a rule keeps for itself (limit, quota, …) goes with the rule; legacy loads a
 * table as a whole, so that all its rules begin anew, and so they do where counters are zeroed. What rules
 * share by a name (recent, hashlimit) lasts as long as some rule has that name.
 */
export const remembering = (
  before: PacketFilter,
  after: PacketFilter,
  zeroed: TableName | null,
): PacketFilter => {
  const keys = Object.keys(after.memory);
  if (keys.length === 0 || (before.tables === after.tables && before.counters === after.counters))
    return after;
  const names = Object.keys(after.tables) as TableName[];
  const anew = (name: TableName) =>
    name === zeroed || (backendOf(after).ready && before.tables[name] !== after.tables[name]);
  const own = new Set<string>();
  const shared = new Set<string>();
  for (const name of names)
    for (const rule of rulesOf(after, name)) {
      if (!anew(name)) own.add(String(rule.id));
      for (const [key] of sharedBy(rule)) shared.add(key);
    }
  // Sets are no rule's: ipset makes them and takes them away.
  const stays = (key: string): boolean =>
    key.startsWith('ipset ') || shared.has(key) || own.has(/^\S+ (\d+)\.\d+$/.exec(key)?.[1] ?? '');
  return { ...after, memory: Object.fromEntries(Object.entries(after.memory).filter(([key]) => stays(key))) };
};
