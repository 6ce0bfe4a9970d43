import { builtInChains } from '../../hookOrder.ts';
import { type Counters, policyKey, type TableName } from '../../types.ts';
import type { Backend } from '../backend.ts';

/** The counters, with those of a table's policies at zero. */
export const withoutPolicyCounters = (counters: Counters, table: TableName): Counters => {
  const policies = { ...counters.policies };
  for (const name of builtInChains(table)) delete policies[policyKey(table, name)];
  return { rules: counters.rules, policies };
};

/** The counters once a command has changed a table. */
export const countersAfterChange = (backend: Backend, counters: Counters, table: TableName): Counters =>
  backend.resetsPolicyCountersOnChange ? withoutPolicyCounters(counters, table) : counters;
