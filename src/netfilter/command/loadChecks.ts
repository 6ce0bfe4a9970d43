import type { Match, Refusal, RuleContext, Target } from '../extension.ts';
import { findMatch, findTarget } from '../registry.ts';
import type { Hook, Table, Use } from '../types.ts';
import { protocolName } from '../values/protocol.ts';
import type { Backend, KernelErrno, KernelError } from './backend.ts';
import type { RuleSpec } from './command.ts';
import type { SharedNames } from './sharedNames.ts';

/** Why the kernel would not load a rule: its errno's words, which are few, and a hint of ours. */
export interface KernelRefusal {
  readonly errno: KernelErrno;
  readonly hint: string;
  /** The rule's chain and index in it. */
  readonly chain: string;
  readonly index: number;
}

const next = (rule: RuleSpec): string | null =>
  rule.target.kind === 'jump' || rule.target.kind === 'goto' ? rule.target.chain : null;

/**
 * The rules of a chain that lead to other chains. Each list is made once; a restore under way adds to its
 * chains in place.
 */
const jumps = new WeakMap<
  readonly RuleSpec[],
  { readonly length: number; readonly list: readonly { readonly index: number; readonly to: string }[] }
>();
const jumpsOf = (rules: readonly RuleSpec[]) => {
  const made = jumps.get(rules);
  if (made?.length === rules.length) return made.list;
  const list = rules.flatMap((rule, index) => {
    const to = next(rule);
    return to === null ? [] : [{ index, to }];
  });
  jumps.set(rules, { length: rules.length, list });
  return list;
};

/**
 * Tells that `after` is `before` with rules added behind, so that the old ones are not looked through again.
 */
export const carryJumps = (before: readonly RuleSpec[], after: readonly RuleSpec[]): void => {
  const known = jumps.get(before);
  if (known?.length !== before.length) return;
  const added = after.slice(before.length).flatMap((rule, i) => {
    const to = next(rule);
    return to === null ? [] : [{ index: before.length + i, to }];
  });
  jumps.set(after, { length: after.length, list: added.length ? [...known.list, ...added] : known.list });
};

/**
 * Checks a whole table as the kernel does when it is loaded: loops that a built-in chain reaches,
 * and every rule against the hooks it can be reached from. Null where it loads.
 * Rules come one after the other, and each is among the `sharedNames` for the next.
 * Reference: net/ipv4/netfilter/ip_tables.c, mark_source_chains and find_check_entry.
 */
export const tableRefusal = (
  table: Table,
  backend: Backend,
  sharedNames: SharedNames,
): KernelRefusal | null => {
  const reached = reach(table);
  if ('errno' in reached) return reached;
  for (const chain of Object.values(table.chains)) {
    const hooks = [...(reached.get(chain.name) ?? [])];
    for (let index = 0; index < chain.rules.length; index++) {
      const refused = ruleRefusal(table, chain.name, hooks, chain.rules[index]!, backend, sharedNames);
      if (refused) return { ...refused, chain: chain.name, index };
      sharedNames.add(chain.rules[index]!);
    }
  }
  return null;
};

/** The hooks from which each chain can be reached; a refusal where one of them leads round in a circle. */
const reach = (table: Table): ReadonlyMap<string, ReadonlySet<Hook>> | KernelRefusal => {
  const reached = new Map<string, Set<Hook>>();
  for (const chain of Object.values(table.chains)) {
    if (chain.policy === null) continue;
    const loop = follow(table, chain.name as Hook, reached);
    if (loop) return loop;
  }
  return reached;
};

/**
 * Walks every jump below a built-in chain once; a chain met again on the way down is a loop. The way is a
 * list, for chains may lie thousands deep.
 */
const follow = (table: Table, hook: Hook, reached: Map<string, Set<Hook>>): KernelRefusal | null => {
  const way: { readonly name: string; readonly jumps: ReturnType<typeof jumpsOf>; next: number }[] = [];
  const above = new Set<string>();
  const enter = (name: string) => {
    way.push({ name, jumps: jumpsOf(table.chains[name]?.rules ?? []), next: 0 });
    above.add(name);
  };
  enter(hook);
  for (let here = way.at(-1); here; here = way.at(-1)) {
    const jump = here.jumps[here.next++];
    if (!jump) {
      const hooks = reached.get(here.name) ?? new Set<Hook>();
      reached.set(here.name, hooks.add(hook));
      above.delete(here.name);
      way.pop();
    } else if (above.has(jump.to))
      return {
        errno: 'Too many levels of symbolic links',
        hint: `A packet would go round and round: ${[...way.map((w) => w.name), jump.to].slice(-12).join(' → ')}.`,
        chain: here.name,
        index: jump.index,
      };
    else if (!reached.get(jump.to)?.has(hook)) enter(jump.to);
  }
  return null;
};

/**
 * Nobody jumps to a built-in chain: libiptc says so before it asks the kernel anything, nf_tables once it
 * comes to the verdict, and for one that nobody has made yet it has not heard of the chain. Reference:
 * libiptc/libiptc.c, iptcc_map_target.
 */
const jumpsToBuiltIn = (
  table: Table,
  chain: string,
  rule: RuleSpec,
  backend: Backend,
): KernelError | null => {
  const to = next(rule);
  if (to === null || table.chains[to]?.policy === null) return null;
  const unmade = to !== chain && (table.unmade?.includes(to) ?? false);
  return {
    errno: backend.tablesExistFromStart
      ? 'Invalid argument'
      : unmade
        ? 'No chain/target/match by that name'
        : 'Operation not supported',
    hint: `${to} is a built-in chain. Rules jump only to chains of your own.`,
  };
};

/**
 * What libiptc takes into no chain, and looks for in none, before the kernel is asked; null where it does,
 * and for nf_tables' command, which has the kernel answer.
 */
export const refusedAtOnce = (
  table: Table,
  chain: string,
  rule: RuleSpec,
  backend: Backend,
): KernelError | null => (!backend.loadsWholeTables ? null : jumpsToBuiltIn(table, chain, rule, backend));

/** What is wrong with one rule where it stands; null where nothing is. */
const ruleRefusal = (
  table: Table,
  chain: string,
  hooks: readonly Hook[],
  rule: RuleSpec,
  backend: Backend,
  sharedNames: SharedNames,
): KernelError | null => {
  const toBuiltIn = jumpsToBuiltIn(table, chain, rule, backend);
  const answer = backend.refusesRule(rule);
  // Most rules ask nobody.
  if (answer || (rule.matches.length === 0 && rule.target.kind === 'verdict')) return answer;
  const context: RuleContext = {
    table: table.name,
    chain,
    rule,
    matches: rule.matches,
    hooks,
    usersOf: (key) => sharedNames.usersOf(key),
  };
  for (const use of rule.matches) {
    const refused = extensionRefusal(findMatch(use.name)!, use, context, backend);
    if (refused) return refused;
  }
  if (toBuiltIn) return toBuiltIn;
  if (rule.target.kind !== 'extension') return null;
  return extensionRefusal(findTarget(rule.target.use.name)!, rule.target.use, context, backend);
};

/**
 * Reference: net/netfilter/x_tables.c, xt_check_match and xt_check_target: table, hooks, protocol, then the
 * extension's own check.
 */
const extensionRefusal = (
  extension: Match | Target,
  use: Use,
  context: RuleContext,
  backend: Backend,
): Refusal | null => {
  const { name, tables, hooks, absent } = extension;
  if (backend.actsOut(use)) return null;
  if (absent) return { errno: 'No chain/target/match by that name', hint: absent };
  if (tables && !tables.includes(context.table))
    return {
      errno: 'Invalid argument',
      hint: `${name} belongs in the ${tables.join(' or ')} table. Say so with -t ${tables[0]}.`,
    };
  const wrong = context.hooks!.find((h) => hooks && !hooks.includes(h));
  if (wrong)
    return {
      errno: 'Invalid argument',
      hint: `${name} cannot be used in ${wrong}. It belongs in ${hooks!.join(' or ')}.`,
    };
  const { protocol } = context.rule;
  if (extension.protocol !== undefined && (protocol?.number !== extension.protocol || protocol.inverted))
    return {
      errno: 'Invalid argument',
      hint: `The ${extension.kind} ${name} needs -p ${protocolName(extension.protocol)} in the same rule.`,
    };
  const refusal = extension.check?.(use.data, context) ?? null;
  return refusal?.legacyOnly && backend.name === 'nft' ? null : refusal;
};

/** A rule as the kernel keeps it once it has taken it; the same one where it keeps all as it is. */
export const asLoaded = <R extends RuleSpec>(rule: R): R => {
  const { matches, target } = rule;
  const ofTarget = target.kind === 'extension' ? findTarget(target.use.name)!.loaded : undefined;
  if (!ofTarget && !matches.some((use) => findMatch(use.name)!.loaded)) return rule;
  return {
    ...rule,
    matches: matches.map((use) => ({ ...use, data: findMatch(use.name)!.loaded?.(use.data) ?? use.data })),
    ...(ofTarget &&
      target.kind === 'extension' && {
        target: { ...target, use: { ...target.use, data: ofTarget(target.use.data) } },
      }),
  };
};

/** What nf_tables says of a rule on its own, before it looks at where chains lead. */
export const messageRefusal = (
  table: Table,
  chain: string,
  rule: RuleSpec,
  backend: Backend,
  sharedNames: SharedNames,
): KernelError | null =>
  ruleRefusal(
    table,
    chain,
    table.chains[chain]!.policy === null ? [] : [chain as Hook],
    rule,
    backend,
    sharedNames,
  );

/**
 * Whether the kernel would refuse `table` once `rule` is added to `chain`; null where it would not. The rules
 * that are there passed before, and only one that jumps can lead to them from elsewhere.
 */
export const kernelRefusal = (
  table: Table,
  chain: string,
  rule: RuleSpec,
  backend: Backend,
  sharedNames: SharedNames,
): KernelRefusal | null => {
  const into = table.chains[chain]!;
  if (next(rule) !== null && !jumpsToBuiltIn(table, chain, rule, backend))
    return jumpRefusal(table, chain, rule, backend, sharedNames);
  const refused = ruleRefusal(
    table,
    chain,
    into.policy !== null ? [chain as Hook] : hooksOf(table, chain),
    rule,
    backend,
    sharedNames,
  );
  return refused && { ...refused, chain, index: into.rules.length };
};

/**
 * A jump makes chains reachable from where they were not; their rules have to stand that, and the way must
 * not lead round.
 */
const jumpRefusal = (
  table: Table,
  chain: string,
  rule: RuleSpec,
  backend: Backend,
  sharedNames: SharedNames,
): KernelRefusal | null => {
  const into = table.chains[chain]!;
  const rules = [...into.rules, { id: 0, ...rule }];
  carryJumps(into.rules, rules);
  const grown = { ...table, chains: { ...table.chains, [chain]: { ...into, rules } } };
  const before = reach(table);
  const after = reach(grown);
  if ('errno' in after) return after;
  const refused = ruleRefusal(grown, chain, [...(after.get(chain) ?? [])], rule, backend, sharedNames);
  if (refused) return { ...refused, chain, index: into.rules.length };
  for (const { name, rules } of Object.values(grown.chains)) {
    const hooks = after.get(name);
    if (!hooks || (!('errno' in before) && before.get(name)?.size === hooks.size)) continue;
    for (const [index, one] of rules.entries()) {
      const wrong = ruleRefusal(grown, name, [...hooks], one, backend, sharedNames);
      if (wrong) return { ...wrong, chain: name, index };
    }
  }
  return null;
};

const hooksOf = (table: Table, chain: string): readonly Hook[] => {
  const reached = reach(table);
  return 'errno' in reached ? [] : [...(reached.get(chain) ?? [])];
};
