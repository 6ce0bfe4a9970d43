import { get } from '../state/intMap.ts';
import type { Chain, Counter, Counters, Table } from '../types.ts';
import { policyKey } from '../types.ts';

const zero: Counter = { packets: 0, bytes: 0 };
const bytewise = (a: Chain, b: Chain): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

/** A table's chains as legacy iptables prints them: built-in ones in hook order, then the others by name. */
export const printedChains = (table: Table): readonly Chain[] => {
  const all = Object.values(table.chains);
  return [...all.filter((c) => c.policy !== null), ...all.filter((c) => c.policy === null).sort(bytewise)];
};

/** A rule's counter. */
export const ruleCounter = (counters: Counters, id: number): Counter => get(counters.rules, id) ?? zero;

/** A built-in chain's policy counter. */
export const policyCounter = (counters: Counters, table: Table, chain: Chain): Counter =>
  counters.policies[policyKey(table.name, chain.name)] ?? zero;
