import { backendOf } from './command/backendOf.ts';
import { builtInChains } from './hookOrder.ts';
import { emptyIntMap } from './state/intMap.ts';
import type { BackendName, PacketFilter, Table, TableName } from './types.ts';

/** A host whose tables nobody has used yet. */
export const emptyFilter: PacketFilter = {
  backend: 'legacy',
  tables: {},
  used: [],
  nextRule: 1,
  counters: { rules: emptyIntMap, policies: {} },
  memory: {},
};

/** The same, for the command of that name. */
export const emptyFilterOf = (backend: BackendName): PacketFilter => ({ ...emptyFilter, backend });

const fresh = (filter: PacketFilter, name: TableName): Table => {
  const chains = Object.fromEntries(
    builtInChains(name).map((hook) => [hook, { name: hook, policy: 'ACCEPT' as const, rules: [] }]),
  );
  return backendOf(filter).tablesExistFromStart
    ? { name, chains }
    : { name, chains, unmade: builtInChains(name) };
};

/** A table as it stands; one that nobody used is empty, with policy ACCEPT. */
export const tableOf = (filter: PacketFilter, name: TableName): Table =>
  filter.tables[name] ?? fresh(filter, name);

/** The same host after a first use of the table, which is what puts it into `iptables-save`. */
export const useTable = (filter: PacketFilter, name: TableName): PacketFilter =>
  filter.tables[name]
    ? filter
    : { ...filter, tables: { ...filter.tables, [name]: fresh(filter, name) }, used: [...filter.used, name] };

/** The names of a table's chains. */
export const chainNames = (filter: PacketFilter, name: TableName): readonly string[] =>
  Object.keys(tableOf(filter, name).chains);
