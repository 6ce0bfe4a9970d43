import type { Hook, Table } from '../../types.ts';
import type { Backend, KernelError } from '../backend.ts';
import type { RuleSpec } from '../command.ts';
import type { SharedNames } from '../sharedNames.ts';
import { carryJumps, jumpTarget } from './jumps.ts';
import { reachingHooks } from './reachingHooks.ts';
import { jumpsToBuiltIn, ruleRefusal } from './ruleRefusal.ts';

/**
 * Why the kernel refuses the table once `rule` is added to `chain`; null where it takes it. The rules that are there
 * were checked before, and only a rule that jumps can make packets reach them from elsewhere.
 */
export const addedRuleRefusal = (
  table: Table,
  chain: string,
  rule: RuleSpec,
  backend: Backend,
  sharedNames: SharedNames,
): KernelError | null => {
  if (jumpTarget(rule) !== null && !jumpsToBuiltIn(table, chain, rule, backend))
    return addedJumpRefusal(table, chain, rule, backend, sharedNames);
  const isBuiltIn = table.chains[chain]!.policy !== null;
  const hooks = isBuiltIn ? [chain as Hook] : hooksOf(table, chain);
  return ruleRefusal(table, chain, hooks, rule, backend, sharedNames);
};

/** What nf_tables answers to a rule on its own, before it looks at where chains lead. */
export const singleRuleRefusal = (
  table: Table,
  chain: string,
  rule: RuleSpec,
  backend: Backend,
  sharedNames: SharedNames,
): KernelError | null => {
  const isBuiltIn = table.chains[chain]!.policy !== null;
  return ruleRefusal(table, chain, isBuiltIn ? [chain as Hook] : [], rule, backend, sharedNames);
};

/** A jump lets packets reach chains from other hooks: their rules are checked again, and so is every loop. */
const addedJumpRefusal = (
  table: Table,
  chain: string,
  rule: RuleSpec,
  backend: Backend,
  sharedNames: SharedNames,
): KernelError | null => {
  const into = table.chains[chain]!;
  const rules = [...into.rules, { id: 0, ...rule }];
  carryJumps(into.rules, rules);
  const grown = { ...table, chains: { ...table.chains, [chain]: { ...into, rules } } };
  const before = reachingHooks(table);
  const after = reachingHooks(grown);
  if ('errno' in after) return after;
  const refused = ruleRefusal(grown, chain, [...(after.get(chain) ?? [])], rule, backend, sharedNames);
  if (refused) return refused;
  for (const { name, rules } of Object.values(grown.chains)) {
    const hooks = after.get(name);
    const isAsBefore = !('errno' in before) && before.get(name)?.size === hooks?.size;
    if (!hooks || isAsBefore) continue;
    for (const one of rules) {
      const wrong = ruleRefusal(grown, name, [...hooks], one, backend, sharedNames);
      if (wrong) return wrong;
    }
  }
  return null;
};

const hooksOf = (table: Table, chain: string): readonly Hook[] => {
  const hooks = reachingHooks(table);
  return 'errno' in hooks ? [] : [...(hooks.get(chain) ?? [])];
};
