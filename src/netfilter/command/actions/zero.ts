import { without } from '../../state/intMap.ts';
import { type Chain, type Counter, type PacketFilter, policyKey } from '../../types.ts';
import type { ActionOf } from '../command.ts';
import type { ApplyResult } from './applyResult.ts';
import { countersAfterChange } from './policyCounters.ts';
import type { TableChange } from './tableChange.ts';

/** `-Z`: sets the counters of a table, of a chain or of one rule to zero. */
export const zero = (
  change: TableChange,
  action: ActionOf<'zero'>,
  chain: Chain | undefined,
): ApplyResult => {
  const { backend, table } = change;
  const { chain: name, number } = action;
  if (name !== null && (!chain || change.isUnmade(name))) {
    if (backend.tablesExistFromStart || number === null) return change.noSuchChain(name);
    return change.refuse(
      'counter too big',
      change.chainSpan,
      `The ${table.name} table has no chain ${name} in nf_tables yet. Its first rule makes it.`,
    );
  }
  if (backend.tablesExistFromStart && chain && number !== null && number > chain.rules.length)
    return change.noSuchNumber('counter too big', chain, number);
  const chains = chain ? [chain] : Object.values(table.chains);
  return { ok: true, stdout: change.echo, stderr: '', filter: zeroCounters(change, chains, number) };
};

/** The host with the counters of these chains at zero, or of their rule with that number. */
export const zeroCounters = (
  { backend, filter, table, inRestore, stillUnmade }: TableChange,
  chains: readonly Chain[],
  number: number | null,
): PacketFilter => {
  const counters = inRestore ? filter.counters : countersAfterChange(backend, filter.counters, table.name);
  let { rules } = counters;
  const policies: Record<string, Counter> = { ...counters.policies };
  for (const chain of chains) {
    if (number === null) delete policies[policyKey(table.name, chain.name)];
    for (const [i, rule] of chain.rules.entries())
      if (number === null || i === number - 1) rules = without(rules, rule.id);
  }
  const zeroed = { ...filter, counters: { rules, policies } };
  return stillUnmade && filter.tables[table.name]
    ? { ...zeroed, tables: { ...filter.tables, [table.name]: { ...table, unmade: stillUnmade } } }
    : zeroed;
};
