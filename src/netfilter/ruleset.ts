import { backendOf } from './command/backendOf.ts';
import { builtInChains } from './hookOrder.ts';
import { emptyIntMap } from './state/intMap.ts';
import type { BackendName, PacketFilter, Table, TableName } from './types.ts';

/** A host with no rules, whose tables were never used. */
export const emptyFilter: PacketFilter = {
  backend: 'legacy',
  tables: {},
  used: [],
  nextRule: 1,
  counters: { rules: emptyIntMap, policies: {} },
  memory: {},
};

/** The same with either of the two commands called iptables. */
export const emptyFilterOf = (backend: BackendName): PacketFilter => ({ ...emptyFilter, backend });

const newTable = (filter: PacketFilter, name: TableName): Table => {
  const chains = Object.fromEntries(
    builtInChains(name).map((hook) => [hook, { name: hook, policy: 'ACCEPT' as const, rules: [] }]),
  );
  return backendOf(filter).tablesExistFromStart
    ? { name, chains }
    : { name, chains, unmade: builtInChains(name) };
};

/** A table of the host. One that was never used is empty, with policy ACCEPT. */
export const tableOf = (filter: PacketFilter, name: TableName): Table =>
  filter.tables[name] ?? newTable(filter, name);

/** The host once the table is used. From then on `iptables-save` prints it. */
export const useTable = (filter: PacketFilter, name: TableName): PacketFilter =>
  filter.tables[name]
    ? filter
    : {
        ...filter,
        tables: { ...filter.tables, [name]: newTable(filter, name) },
        used: [...filter.used, name],
      };

/** The names of a table's chains. */
export const chainNames = (filter: PacketFilter, name: TableName): readonly string[] =>
  Object.keys(tableOf(filter, name).chains);
