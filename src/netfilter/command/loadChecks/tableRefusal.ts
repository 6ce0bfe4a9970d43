import type { Table } from '../../types.ts';
import type { Backend } from '../backend.ts';
import type { SharedNames } from '../sharedNames.ts';
import { type PlacedKernelError, reachingHooks } from './reachingHooks.ts';
import { ruleRefusal } from './ruleRefusal.ts';

/**
 * Checks a whole table as the kernel does when it is loaded: loops first, then each rule with the hooks from which
 * packets reach it. Null where the table loads. Rules are loaded in turn, and added to `sharedNames`: the next rule
 * is checked against them. Reference: net/ipv4/netfilter/ip_tables.c, translate_table and find_check_entry.
 */
export const tableRefusal = (
  table: Table,
  backend: Backend,
  sharedNames: SharedNames,
): PlacedKernelError | null => {
  const reaching = reachingHooks(table);
  if ('errno' in reaching) return reaching;
  for (const chain of Object.values(table.chains)) {
    const hooks = [...(reaching.get(chain.name) ?? [])];
    for (let index = 0; index < chain.rules.length; index++) {
      const rule = chain.rules[index]!;
      const refused = ruleRefusal(table, chain.name, hooks, rule, backend, sharedNames);
      if (refused) return { ...refused, chain: chain.name, index };
      sharedNames.add(rule);
    }
  }
  return null;
};
