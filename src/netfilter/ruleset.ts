import type { Command, RuleSpec } from './command.ts';
import { type KernelRefusal, kernelRefusal } from './kernel.ts';
import { list, listRule, listWarnings } from './list.ts';
import { isVerdict } from './names.ts';
import type { Problem } from './problem.ts';
import { saveChains } from './save.ts';
import { suggest } from './suggest.ts';
import { builtInChains, type Chain, type Counter, type PacketFilter, policyKey, type Rule, type Table, type TableName } from './types.ts';
import type { Word } from './words.ts';

/** A host whose tables nobody has used yet. */
export const emptyFilter: PacketFilter = {
  tables: {}, used: [], nextRule: 1, counters: { rules: {}, policies: {} }, memory: {},
};

const fresh = (name: TableName): Table => ({
  name,
  chains: Object.fromEntries(builtInChains(name).map((hook) => [hook, { name: hook, policy: 'ACCEPT', rules: [] }])),
});

/** A table as it stands; one that nobody used is empty, with policy ACCEPT. */
export const tableOf = (filter: PacketFilter, name: TableName): Table => filter.tables[name] ?? fresh(name);

/** The same host after a first use of the table, which is what puts it into `iptables-save`. */
export const useTable = (filter: PacketFilter, name: TableName): PacketFilter =>
  filter.tables[name]
    ? filter
    : { ...filter, tables: { ...filter.tables, [name]: fresh(name) }, used: [...filter.used, name] };

/** The names of a table's chains. */
export const chainNames = (filter: PacketFilter, name: TableName): readonly string[] => Object.keys(tableOf(filter, name).chains);

/** What a command did: the new state and what it prints, or what it refuses. */
export type Applied =
  | { readonly ok: true; readonly filter: PacketFilter; readonly stdout: string; /** Warnings; empty or absent where there are none. */ readonly stderr?: string }
  | { readonly ok: false; readonly filter: PacketFilter; readonly problem: Problem };

/** libiptc's words for an errno. Reference: libiptc/libiptc.c, iptc_strerror. */
const words = {
  noChain: 'No chain/target/match by that name.',
  exists: 'Chain already exists.',
  badRule: 'Bad rule (does a matching rule exist in that chain?).',
  notEmpty: 'Directory not empty.',
  references: 'Too many links.',
  deletion: 'Index of deletion too big.',
  insertion: 'Index of insertion too big.',
  replacement: 'Index of replacement too big.',
  counter: 'Index of counter too big.',
  policyChain: 'Bad built-in chain name.',
  policyName: 'Bad policy name',
} as const;

/** How iptables prints what the kernel answered. Reference: libiptc/libiptc.c, iptc_strerror; iptables/iptables-standalone.c. */
const errnoWords: Readonly<Record<KernelRefusal['errno'], string>> = {
  'Invalid argument': "Invalid argument. Run `dmesg' for more information.",
  'Numerical result out of range': 'Numerical result out of range.',
  'No chain/target/match by that name': 'No chain/target/match by that name.',
  'Too many levels of symbolic links': 'Too many levels of symbolic links.',
};

const sameRule = (a: RuleSpec, b: RuleSpec): boolean => {
  const { id: _, ...rest } = a as Rule;
  return JSON.stringify(sorted(rest)) === JSON.stringify(sorted(b));
};
const sorted = (r: RuleSpec) => [r.source, r.destination, r.input, r.output, r.protocol, r.fragment, r.matches, r.target];

/**
 * Carries a command out. Nothing changes where it is refused, but for the table counting as used.
 * Reference: iptables/iptables.c (do_command4), libiptc/libiptc.c.
 */
export const apply = (before: PacketFilter, command: Command): Applied => {
  const { action, places } = command;
  if (action.kind === 'version') return { ok: true, filter: before, stdout: 'iptables v1.8.9 (legacy)\n' };
  if (action.kind === 'help') return { ok: true, filter: before, stdout: 'iptables v1.8.9\n\nUsage: iptables -[ACD] chain rule-specification [options]\n' };
  const filter = useTable(before, command.table);
  const table = tableOf(filter, command.table);
  const names = Object.keys(table.chains);
  const refuse = (message: string, at: Pick<Word, 'from' | 'to'>, hint: string, replacement?: string): Applied => ({
    ok: false,
    filter,
    problem: { from: at.from, to: at.to, message: `iptables: ${message}`, status: 1, hint, ...(replacement === undefined ? {} : { replacement }) },
  });
  const chainAt = places.chain ?? places.whole;
  const missing = (name: string): Applied => {
    const near = suggest(name, names);
    const elsewhere = builtInChains('raw').concat(['INPUT', 'FORWARD', 'POSTROUTING']).some((h) => h === name);
    const hint = near ? `The ${command.table} table has no chain ${name}. Did you mean ${near}?`
      : elsewhere ? `The ${command.table} table has no chain ${name}. It has ${names.join(', ')}.`
      : `There is no chain ${name} in the ${command.table} table. Make it first with -N ${name}.`;
    return refuse(words.noChain, chainAt, hint, near ?? undefined);
  };
  const done = (chains: Table['chains'], changes: Partial<PacketFilter> = {}): Applied => ({
    ok: true,
    stdout: '',
    filter: { ...filter, ...changes, tables: { ...filter.tables, [command.table]: { name: command.table, chains } } },
  });
  const withRules = (chain: Chain, rules: readonly Rule[], changes: Partial<PacketFilter> = {}): Applied =>
    done({ ...table.chains, [chain.name]: { ...chain, rules } }, changes);
  const numbered = (specs: readonly RuleSpec[]): readonly Rule[] => specs.map((spec, i) => ({ id: filter.nextRule + i, ...spec }));
  const entered = (rules: readonly Rule[], chain: Chain): Partial<PacketFilter> => {
    const own: Record<number, Counter> = {};
    if (command.counters) for (const rule of rules) own[rule.id] = command.counters;
    const policies = { ...filter.counters.policies };
    // Rules that go in or out of a built-in chain set its policy's counters back, as libiptc does.
    if (chain.policy && action.kind === 'append') delete policies[policyKey(command.table, chain.name)];
    return {
      nextRule: filter.nextRule + rules.length,
      counters: { rules: command.counters ? { ...filter.counters.rules, ...own } : filter.counters.rules, policies },
    };
  };
  const outOfRange = (message: string, chain: Chain, what: string): Applied =>
    refuse(message, places.whole, `${chain.name} has ${chain.rules.length} rules, so there is ${what}. --line-numbers shows the numbers.`);
  const kernelSays = (chain: string, rules: readonly RuleSpec[]): Applied | null => {
    for (const rule of rules) {
      const refusal = kernelRefusal(table, chain, rule);
      if (refusal) return refuse(errnoWords[refusal.errno], places.target ?? places.whole, refusal.hint);
    }
    return null;
  };
  const verbose = (rules: readonly RuleSpec[]): string =>
    command.flags.verbose ? rules.map((r) => listRule({ id: 0, ...r }, { ...command.flags, numeric: true })).join('') : '';
  const zeroed = (only: readonly string[], number: number | null): PacketFilter => {
    const rules = { ...filter.counters.rules };
    const policies = { ...filter.counters.policies };
    for (const name of only) {
      if (number === null) delete policies[policyKey(command.table, name)];
      for (const [i, rule] of table.chains[name]!.rules.entries()) if (number === null || i === number - 1) delete rules[rule.id];
    }
    return { ...filter, counters: { rules, policies } };
  };

  if ('chain' in action && action.chain !== null && action.kind !== 'new-chain' && !table.chains[action.chain] && action.kind !== 'policy')
    return missing(action.chain);
  switch (action.kind) {
    case 'append': case 'insert': case 'replace': {
      const chain = table.chains[action.chain]!;
      const at = 'number' in action ? action.number - 1 : chain.rules.length;
      if (action.kind === 'insert' && at > chain.rules.length) return outOfRange(words.insertion, chain, `no place ${at + 1}`);
      if (action.kind === 'replace' && at >= chain.rules.length) return outOfRange(words.replacement, chain, `no rule ${at + 1}`);
      const refusal = kernelSays(action.chain, action.rules);
      if (refusal) return refusal;
      const rules = numbered(action.rules);
      // A list of addresses is inserted address by address, each in front of the one before.
      const placed = action.kind === 'insert' ? [...rules].reverse() : rules;
      const all = chain.rules.toSpliced(at, action.kind === 'replace' ? 1 : 0, ...placed);
      const result = withRules(chain, all, entered(rules, chain));
      return result.ok ? { ...result, stdout: verbose(action.rules) } : result;
    }
    case 'check': case 'delete': {
      const chain = table.chains[action.chain]!;
      let rules = chain.rules;
      for (const spec of action.rules) {
        const at = rules.findIndex((r) => sameRule(r, spec));
        if (at < 0) return refuse(words.badRule, places.whole, `${chain.name} has no rule that reads exactly like this. Print its rules with -S ${chain.name} and copy one.`);
        if (action.kind === 'delete') rules = rules.toSpliced(at, 1);
      }
      const result = action.kind === 'check' ? done(table.chains) : withRules(chain, rules);
      return result.ok ? { ...result, stdout: verbose(action.rules) } : result;
    }
    case 'delete-number': {
      const chain = table.chains[action.chain]!;
      if (action.number > chain.rules.length) return outOfRange(words.deletion, chain, `no rule ${action.number}`);
      return withRules(chain, chain.rules.toSpliced(action.number - 1, 1));
    }
    case 'list': case 'list-rules': case 'zero': {
      const chain = action.chain === null ? null : table.chains[action.chain]!;
      if (action.kind === 'zero' && chain && action.number !== null && action.number > chain.rules.length)
        return outOfRange(words.counter, chain, `no rule ${action.number}`);
      const options = { table: command.table, chain: action.chain, number: action.number, ...command.flags };
      const stdout = action.kind === 'list' ? list(filter, options)
        : action.kind === 'list-rules' ? saveChains(filter, options)
        : '';
      const zero = action.kind === 'zero' || command.zero;
      const shown = action.kind === 'zero' ? [] : Object.values(table.chains).filter((c) => action.chain === null || c.name === action.chain);
      return { ok: true, stdout, stderr: listWarnings(shown), filter: zero ? zeroed(action.chain === null ? names : [action.chain], action.number) : filter };
    }
    case 'flush':
      return done(Object.fromEntries(Object.entries(table.chains).map(([name, c]) =>
        [name, action.chain === null || action.chain === name ? { ...c, rules: [] } : c])));
    case 'new-chain':
      if (table.chains[action.chain]) return refuse(words.exists, chainAt, `There is a chain ${action.chain} already. Use it, or choose another name.`);
      return done({ ...table.chains, [action.chain]: { name: action.chain, policy: null, rules: [] } });
    case 'delete-chain': {
      const gone = action.chain === null ? names.filter((n) => table.chains[n]!.policy === null) : [action.chain];
      for (const name of gone) {
        if (table.chains[name]!.policy !== null) return refuse(errnoWords['Invalid argument'], chainAt, `${name} is built in and stays. You can empty it with -F ${name}.`);
        const users = Object.values(table.chains).filter((c) => c.rules.some((r) => 'chain' in r.target && r.target.chain === name));
        if (users.length) return refuse(words.references, chainAt, `A rule in ${users[0]!.name} still jumps to ${name}. Delete that rule first.`);
        if (table.chains[name]!.rules.length) return refuse(words.notEmpty, chainAt, `${name} still has rules. Empty it first with -F ${name}.`);
      }
      return done(Object.fromEntries(Object.entries(table.chains).filter(([n]) => !gone.includes(n))));
    }
    case 'rename-chain': {
      if (table.chains[action.to]) return refuse('File exists.', places.whole, `There is a chain ${action.to} already.`);
      if (table.chains[action.chain]!.policy !== null) return missing(action.chain);
      const moved = (r: Rule): Rule => ('chain' in r.target && r.target.chain === action.chain ? { ...r, target: { ...r.target, chain: action.to } } : r);
      return done(Object.fromEntries(Object.entries(table.chains).map(([n, c]) =>
        [n === action.chain ? action.to : n, { ...c, name: n === action.chain ? action.to : n, rules: c.rules.map(moved) }])));
    }
    case 'policy': {
      const chain = table.chains[action.chain];
      if (!chain || chain.policy === null) return refuse(words.policyChain, chainAt, 'Only built-in chains have a policy. In a chain of your own, end with a rule instead.');
      if (!isVerdict(action.policy) || action.policy === 'RETURN' || action.policy === 'QUEUE')
        return refuse(`${words.policyName}. Run \`dmesg' for more information.`, places.whole, 'A policy is ACCEPT or DROP. For REJECT, put a rule at the end of the chain.');
      const policies = { ...filter.counters.policies };
      if (command.counters) policies[policyKey(command.table, chain.name)] = command.counters;
      else delete policies[policyKey(command.table, chain.name)];
      return done({ ...table.chains, [chain.name]: { ...chain, policy: action.policy } }, { counters: { ...filter.counters, policies } });
    }
  }
};
