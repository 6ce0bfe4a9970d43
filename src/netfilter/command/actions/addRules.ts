import { put } from '../../state/intMap.ts';
import type { Chain, Rule } from '../../types.ts';
import type { KernelError } from '../backend.ts';
import type { ActionOf, RuleSpec } from '../command.ts';
import { addedRuleRefusal, singleRuleRefusal } from '../loadChecks/addedRuleRefusal.ts';
import { asLoaded } from '../loadChecks/asLoaded.ts';
import { carryJumps } from '../loadChecks/jumps.ts';
import { immediateRefusal } from '../loadChecks/ruleRefusal.ts';
import { SharedNames } from '../sharedNames.ts';
import type { ApplyResult } from './applyResult.ts';
import type { TableChange } from './tableChange.ts';

/** `-A`, `-I` and `-R`: puts rules into a chain. Reference: iptables/iptables.c, append_entry and its siblings. */
export const addRules = (
  change: TableChange,
  action: ActionOf<'append' | 'insert' | 'replace'>,
  chain: Chain | undefined,
): ApplyResult => {
  if (!chain || (action.kind === 'replace' && change.isUnmade(chain.name)))
    return change.noSuchChain(action.chain);
  const { backend, filter, command, inRestore } = change;
  const at = 'number' in action ? action.number - 1 : chain.rules.length;
  if (action.kind === 'insert' && at > chain.rules.length)
    return change.noSuchNumber('insertion too big', chain, at + 1);
  if (action.kind === 'replace' && at >= chain.rules.length)
    return change.noSuchNumber('replacement too big', chain, at + 1);
  const specs = action.rules.map((spec) => backend.asStored(spec));
  const refusal = kernelRefusal(change, chain, specs);
  if (refusal) return change.refuseRule(refusal);
  const first = filter.nextRule;
  const rules: readonly Rule[] = specs.map((spec, i) => ({
    id: first + i,
    ...(inRestore ? spec : asLoaded(spec)),
  }));
  // Of a list of addresses, each is inserted before the one inserted last.
  const inOrder = action.kind === 'insert' ? rules.toReversed() : rules;
  const { counters } = command;
  const counted = counters
    ? rules.reduce((all, r) => put(all, r.id, counters), filter.counters.rules)
    : filter.counters.rules;
  const all = chain.rules.toSpliced(at, action.kind === 'replace' ? 1 : 0, ...inOrder);
  if (at === chain.rules.length) carryJumps(chain.rules, all);
  return change.withRules(chain, all, {
    nextRule: first + rules.length,
    counters: { ...filter.counters, rules: counted },
  });
};

/** Why a rule is refused now; in a restore, the kernel's answers are noted for COMMIT. */
const kernelRefusal = (
  { backend, filter, table, inRestore, atCommit }: TableChange,
  { name }: Chain,
  specs: readonly RuleSpec[],
): KernelError | null => {
  const sharedNames = new SharedNames(filter);
  for (const rule of specs) {
    const immediate = immediateRefusal(table, name, rule, backend);
    if (immediate) return immediate;
    if (inRestore && backend.loadsWholeTables) continue;
    const check = inRestore ? singleRuleRefusal : addedRuleRefusal;
    const refusal = check(table, name, rule, backend, sharedNames);
    if (refusal && !inRestore) return refusal;
    if (refusal) atCommit.push({ failure: refusal.errno, chain: name, hint: refusal.hint });
  }
  return null;
};
