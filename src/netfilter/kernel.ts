import type { RuleSpec } from './command.ts';
import type { RuleContext } from './extension.ts';
import { findMatch, findTarget } from './registry.ts';
import type { Hook, Table } from './types.ts';

/** Why the kernel would not load a rule: a hint of ours; its own words are only "Invalid argument". */
export interface KernelRefusal {
  readonly kind: 'invalid' | 'loop';
  readonly hint: string;
  /** The rule's chain and index in it. */
  readonly chain: string;
  readonly index: number;
}

const next = (rule: RuleSpec): string | null =>
  rule.target.kind === 'jump' || rule.target.kind === 'goto' ? rule.target.chain : null;

/**
 * Checks a whole table as the kernel does when it is loaded: loops that a built-in chain reaches,
 * and every rule against the hooks it can be reached from. Null where it loads.
 * Reference: net/ipv4/netfilter/ip_tables.c, mark_source_chains and find_check_entry.
 */
export const tableRefusal = (table: Table): KernelRefusal | null => {
  const reached = new Map<string, Set<Hook>>();
  for (const chain of Object.values(table.chains)) {
    if (chain.policy === null) continue;
    const loop = follow(table, chain.name, chain.name as Hook, reached, []);
    if (loop) return loop;
  }
  for (const chain of Object.values(table.chains))
    for (const [index, rule] of chain.rules.entries()) {
      const hint = ruleRefusal(table, chain.name, [...(reached.get(chain.name) ?? [])], rule);
      if (hint) return { kind: 'invalid', hint, chain: chain.name, index };
    }
  return null;
};

/** Walks every jump below a chain once for each hook; a chain met again on the way down is a loop. */
const follow = (table: Table, name: string, hook: Hook, reached: Map<string, Set<Hook>>, way: readonly string[]): KernelRefusal | null => {
  const hooks = reached.get(name) ?? new Set<Hook>();
  if (hooks.has(hook)) return null;
  reached.set(name, hooks);
  const path = [...way, name];
  for (const [index, rule] of (table.chains[name]?.rules ?? []).entries()) {
    const to = next(rule);
    if (to === null) continue;
    if (path.includes(to))
      return { kind: 'loop', hint: `A packet would go round and round: ${[...path, to].join(' → ')}.`, chain: name, index };
    const loop = follow(table, to, hook, reached, path);
    if (loop) return loop;
  }
  hooks.add(hook);
  return null;
};

/** What is wrong with one rule where it stands, in our words; null where nothing is. */
const ruleRefusal = (table: Table, chain: string, hooks: readonly Hook[], rule: RuleSpec): string | null => {
  const context: RuleContext = { table: table.name, chain, rule };
  for (const use of rule.matches) {
    const refused = findMatch(use.name)!.check?.(use.data, context);
    if (refused) return refused.hint;
  }
  const jump = next(rule);
  if (jump !== null && table.chains[jump]?.policy !== null) return `${jump} is a built-in chain. Rules jump only to chains of your own.`;
  if (rule.target.kind !== 'extension') return null;
  const { name, data } = rule.target.use;
  const target = findTarget(name)!;
  if (target.tables && !target.tables.includes(table.name))
    return `${name} belongs in the ${target.tables.join(' or ')} table. Say so with -t ${target.tables[0]}.`;
  const wrong = hooks.find((h) => target.hooks && !target.hooks.includes(h));
  if (wrong) return `${name} cannot be used in ${wrong}. It belongs in ${target.hooks!.join(' or ')}.`;
  return target.check?.(data, context)?.hint ?? null;
};

/** Whether the kernel would refuse `table` once `rule` is added to `chain`; null where it would not. */
export const kernelRefusal = (table: Table, chain: string, rule: RuleSpec): KernelRefusal | null => {
  const into = table.chains[chain]!;
  return tableRefusal({ ...table, chains: { ...table.chains, [chain]: { ...into, rules: [...into.rules, { id: 0, ...rule }] } } });
};
