import { emptyRecord } from '../../../text/own.ts';
import { builtInChains } from '../../hookOrder.ts';
import { printedChains } from '../../print/chains.ts';
import { references } from '../../print/list.ts';
import { tableOf, useTable } from '../../ruleset.ts';
import { type IntMap, without } from '../../state/intMap.ts';
import type { Chain, Counter, PacketFilter, TableName } from '../../types.ts';
import { withoutPolicyCounters } from '../actions/policyCounters.ts';
import { backendOf } from '../backendOf.ts';

/** The flags of iptables-restore that a table depends on. */
export interface DraftOptions {
  /** `-n`: the table's chains and rules stay. */
  readonly noflush?: boolean;
  readonly verbose?: boolean;
}

/** A table as a restore begins with it. */
export interface NewDraft {
  /** The host with it. The arrays of its chains are new, so that rules can be added in place. */
  readonly filter: PacketFilter;
  /** The chains that are emptied or deleted. */
  readonly removed: readonly Chain[];
  /** Built-in chains that nf_tables does not have at this point. */
  readonly unmade: readonly string[];
  /** Whether nf_tables' command deletes the table and makes it again with the first thing put into it. */
  readonly isDeleted: boolean;
}

/** What a `*NAME` line makes of a host's table. */
export const newDraft = (
  before: PacketFilter,
  name: TableName,
  { noflush = false, verbose = false }: DraftOptions,
): NewDraft => {
  const { tablesExistFromStart, resetsPolicyCountersOnChange, loadsWholeTables } = backendOf(before);
  const used = useTable(before, name);
  const old = tableOf(used, name);
  const printed = printedChains(old);
  // With -v nf_tables' command deletes chain by chain, and a chain whose policy is DROP stays.
  const deletesTable = !tablesExistFromStart && !verbose;
  const chains = emptyRecord<Chain>();
  for (const chain of printed) {
    if (noflush) chains[chain.name] = { ...chain, rules: [...chain.rules] };
    else if (chain.policy !== null)
      chains[chain.name] = { ...chain, ...(deletesTable && { policy: 'ACCEPT' as const }), rules: [] };
  }
  const unmade = noflush
    ? (old.unmade ?? [])
    : builtInChains(name).filter((c) => chains[c]!.policy === 'ACCEPT');
  const rules = noflush ? used.counters.rules : withoutRules(used.counters.rules, old.chains);
  const { policies } =
    noflush && !resetsPolicyCountersOnChange ? used.counters : withoutPolicyCounters(used.counters, name);
  const referred = noflush ? references(old) : new Map<string, number>();
  const uses = noflush
    ? Object.fromEntries(printed.map((c) => [c.name, (referred.get(c.name) ?? 0) + c.rules.length]))
    : {};
  const table = { name, chains, ...(old.unmade && { unmade }), ...(!loadsWholeTables && { uses }) };
  return {
    filter: {
      ...used,
      counters: { rules, policies: { ...policies } },
      tables: { ...used.tables, [name]: table },
    },
    removed: noflush ? [] : printed,
    unmade,
    isDeleted: deletesTable && !noflush,
  };
};

/** The counters without those of these chains' rules. */
const withoutRules = (
  counters: IntMap<Counter>,
  chains: Readonly<Record<string, Chain>>,
): IntMap<Counter> => {
  if (counters.size === 0) return counters;
  let left = counters;
  for (const { rules } of Object.values(chains)) for (const rule of rules) left = without(left, rule.id);
  return left;
};
