import { backendOf } from '../command/backendOf.ts';
import { namesSharedBy } from '../command/sharedNames.ts';
import type { PacketFilter, Rule, TableName } from '../types.ts';

const rulesOf = (filter: PacketFilter, name: TableName): readonly Rule[] =>
  Object.values(filter.tables[name]?.chains ?? {}).flatMap((c) => c.rules);

/**
 * The host after a command or a restore, with everything forgotten that no rule remembers any more. `before` is the
 * host as it was, `zeroed` the table whose counters were set to zero, if any.
 *
 * - What a rule keeps for itself (limit, quota, …) goes with the rule. Legacy loads a whole table with every change,
 *   so all rules of that table start again; zeroing counters does the same in both backends.
 * - What rules share under a name (recent, hashlimit) stays while some rule has that name.
 * - Sets stay: only `ipset` makes and destroys them.
 */
export const pruneMemory = (
  before: PacketFilter,
  after: PacketFilter,
  zeroed: TableName | null,
): PacketFilter => {
  const keys = Object.keys(after.memory);
  if (keys.length === 0 || (before.tables === after.tables && before.counters === after.counters))
    return after;
  const { loadsWholeTables } = backendOf(after);
  const wasReloaded = (name: TableName) =>
    name === zeroed || (loadsWholeTables && before.tables[name] !== after.tables[name]);
  const ownRules = new Set<string>();
  const shared = new Set<string>();
  for (const name of Object.keys(after.tables) as TableName[])
    for (const rule of rulesOf(after, name)) {
      if (!wasReloaded(name)) ownRules.add(String(rule.id));
      for (const [key] of namesSharedBy(rule)) shared.add(key);
    }
  const stays = (key: string): boolean =>
    key.startsWith('ipset ') || shared.has(key) || ownRules.has(/^\S+ (\d+)\.\d+$/.exec(key)?.[1] ?? '');
  return { ...after, memory: Object.fromEntries(Object.entries(after.memory).filter(([key]) => stays(key))) };
};
