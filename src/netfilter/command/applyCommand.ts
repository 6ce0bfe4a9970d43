/**
 * One command on one table, in one file because every command shares what is refused, what -v says and what
 * comes of the counters.
 */

import type { Problem } from '../../text/problem.ts';
import { suggest } from '../../text/suggest.ts';
import type { Word } from '../../text/words.ts';
import { builtInChains } from '../hookOrder.ts';
import { printedChains } from '../print/chains.ts';
import { list, listRule, listWarnings } from '../print/list.ts';
import { saveChains } from '../print/save.ts';
import { tableOf, useTable } from '../ruleset.ts';
import { put, without } from '../state/intMap.ts';
import { pruneMemory } from '../state/pruneMemory.ts';
import {
  type Chain,
  type Counter,
  type Counters,
  type PacketFilter,
  policyKey,
  type Rule,
  type Table,
  type TableName,
} from '../types.ts';
import type { Backend, Failure } from './backend.ts';
import { backendOf } from './backendOf.ts';
import type { Action, Command, RuleSpec } from './command.ts';
import { help } from './help.ts';
import { asLoaded, carryJumps, kernelRefusal, messageRefusal, refusedAtOnce } from './loadChecks.ts';
import { SharedNames } from './sharedNames.ts';
import { isVerdict } from './verdicts.ts';

/** What a command did: the new state and what it prints, or what it refuses. */
export type Applied =
  | {
      readonly ok: true;
      readonly filter: PacketFilter;
      readonly stdout: string;
      /** Warnings; empty or absent where there are none. */
      readonly stderr?: string;
      /** In a draft: what the kernel will say to it at COMMIT. */
      readonly later?: readonly Later[];
    }
  | {
      readonly ok: false;
      readonly filter: PacketFilter;
      readonly problem: Problem;
      /** What `-v` had printed before. */
      readonly stdout: string;
      readonly failure?: Failure;
    };

/** What the kernel will say of a chain, or of a rule in it. */
export interface Later {
  readonly failure: Failure;
  readonly chain: string;
  readonly hint: string;
}

type Named<K extends Action['kind']> = Extract<Action, { readonly kind: K }>;

/**
 * Carries a command out. Nothing changes where it is refused, but for the table counting as used.
 * In a `draft`, a restore under way, the kernel is not asked: it sees the whole table at COMMIT.
 * Reference: iptables/iptables.c (do_command4), libiptc/libiptc.c.
 */
export const applyCommand = (before: PacketFilter, command: Command, draft = false): Applied => {
  const { action } = command;
  const backend = backendOf(before);
  if (action.kind === 'version')
    return {
      ok: true,
      filter: before,
      stdout: action.inverted
        ? `Not ${backend.version} ;-)\n`
        : `${backend.nameAndVersion(action.program)}\n`,
    };
  if (action.kind === 'help')
    return { ok: true, filter: before, stdout: help(backend, action.program, action.extensions) };
  if (action.kind === 'nothing') return { ok: true, filter: before, stdout: '' };
  const done = new Application(
    backend,
    backend.tablesExistFromStart ? useTable(before, command.table) : before,
    command,
    draft,
  ).run(action);
  const zeroes = action.kind === 'zero' || ('zero' in action && action.zero !== null);
  return draft ? done : { ...done, filter: pruneMemory(before, done.filter, zeroes ? command.table : null) };
};

const sorted = (r: RuleSpec) => [
  r.source,
  r.destination,
  r.input,
  r.output,
  r.protocol,
  r.fragment,
  r.matches,
  r.target,
];
/** Whether a rule reads like this one. Most differ in what is quickly looked at. */
const readsLike = (wanted: RuleSpec): ((rule: RuleSpec) => boolean) => {
  const text = JSON.stringify(sorted(wanted));
  return (rule) =>
    rule.source?.address === wanted.source?.address &&
    rule.destination?.address === wanted.destination?.address &&
    rule.target.kind === wanted.target.kind &&
    rule.matches.length === wanted.matches.length &&
    JSON.stringify(sorted(rule)) === text;
};

/** The counters, with those of a table's policies at zero. */
export const withoutPolicies = (counters: Counters, table: TableName): Counters => {
  const policies = { ...counters.policies };
  for (const name of builtInChains(table)) delete policies[policyKey(table, name)];
  return { rules: counters.rules, policies };
};

/**
 * The counters once a command has changed a table: legacy loads the table anew, and its policies then count
 * from zero.
 */
const countersAfter = (backend: Backend, counters: Counters, table: Table): Counters =>
  !backend.resetsPolicyCountersOnChange ? counters : withoutPolicies(counters, table.name);

/** One command on one table. */
class Application {
  #backend: Backend;
  #filter: PacketFilter;
  #command: Command;
  #table: Table;
  /** What `-v` prints. */
  #said: string;
  /** What printing it brings to stderr. */
  #warned: string;
  #draft: boolean;
  #later: Later[] = [];

  constructor(backend: Backend, filter: PacketFilter, command: Command, draft: boolean) {
    this.#draft = draft;
    this.#backend = backend;
    this.#filter = filter;
    this.#command = command;
    this.#table = tableOf(filter, command.table);
    this.#said = verbosely(backend, command, this.#table, draft);
    this.#warned = verboseWarnings(command);
  }

  run(action: Named<Exclude<Action['kind'], 'help' | 'version' | 'nothing'>>): Applied {
    const chain = 'chain' in action && action.chain !== null ? this.#table.chains[action.chain] : undefined;
    const unmade = chain !== undefined && this.#unmade(chain.name);
    switch (action.kind) {
      case 'append':
      case 'insert':
      case 'replace':
        return chain && !(unmade && action.kind === 'replace')
          ? this.#place(action, chain)
          : this.#missing(action);
      case 'check':
      case 'delete':
        return this.#find(action, chain);
      case 'delete-number':
        if (!chain || unmade) return this.#missing(action);
        if (action.number > chain.rules.length)
          return this.#outOfRange('deletion too big', chain, action.number);
        return this.#withRules(chain, chain.rules.toSpliced(action.number - 1, 1));
      case 'list':
      case 'list-rules':
      case 'zero':
        return (action.chain !== null && !chain) || (unmade && action.kind === 'zero')
          ? this.#notThere(action)
          : this.#show(action, chain);
      case 'flush':
        if (action.chain !== null && !chain) return this.#missing(action);
        return this.#done(
          Object.fromEntries(
            Object.entries(this.#table.chains).map(([name, c]) => [
              name,
              action.chain === null || c === chain ? { ...c, rules: [] } : c,
            ]),
          ),
        );
      case 'new-chain':
        if (chain || isVerdict(action.chain))
          return this.#refuse(
            'chain exists',
            this.#chainAt,
            `There is a chain ${action.chain} already. Use it, or choose another name.`,
          );
        return this.#done({
          ...this.#table.chains,
          [action.chain]: { name: action.chain, policy: null, rules: [] },
        });
      case 'delete-chain':
        return action.chain !== null && !chain ? this.#missing(action) : this.#deleteChains(action);
      case 'rename-chain':
        return this.#rename(action, chain);
      case 'policy':
        return this.#policy(action, chain);
    }
  }

  #place(action: Named<'append' | 'insert' | 'replace'>, chain: Chain): Applied {
    const at = 'number' in action ? action.number - 1 : chain.rules.length;
    if (action.kind === 'insert' && at > chain.rules.length)
      return this.#outOfRange('insertion too big', chain, at + 1);
    if (action.kind === 'replace' && at >= chain.rules.length)
      return this.#outOfRange('replacement too big', chain, at + 1);
    const specs = action.rules.map((spec) => this.#backend.asStored(spec));
    const sharedNames = new SharedNames(this.#filter);
    for (const rule of specs) {
      const never = this.#neverPlaced(chain, rule);
      if (never) return never;
      const refusal = !this.#draft
        ? kernelRefusal(this.#table, chain.name, rule, this.#backend, sharedNames)
        : !this.#backend.loadsWholeTables
          ? messageRefusal(this.#table, chain.name, rule, this.#backend, sharedNames)
          : null;
      if (refusal && this.#draft)
        this.#later.push({ failure: refusal.errno, chain: chain.name, hint: refusal.hint });
      else if (refusal)
        return this.#refuse(
          refusal.errno,
          this.#command.places.target ?? this.#command.places.whole,
          refusal.hint,
        );
    }
    const first = this.#filter.nextRule;
    const rules: readonly Rule[] = specs.map((spec, i) => ({
      id: first + i,
      ...(this.#draft ? spec : asLoaded(spec)),
    }));
    // A list of addresses is inserted address by address, each in front of the one before.
    const placed = action.kind === 'insert' ? rules.toReversed() : rules;
    const { counters } = this.#command;
    const own = counters
      ? rules.reduce((counted, r) => put(counted, r.id, counters), this.#filter.counters.rules)
      : this.#filter.counters.rules;
    const all = chain.rules.toSpliced(at, action.kind === 'replace' ? 1 : 0, ...placed);
    if (at === chain.rules.length) carryJumps(chain.rules, all);
    return this.#withRules(chain, all, {
      nextRule: first + rules.length,
      counters: { ...this.#filter.counters, rules: own },
    });
  }

  #neverPlaced(chain: Chain, rule: RuleSpec): Applied | null {
    const refusal = refusedAtOnce(this.#table, chain.name, rule, this.#backend);
    return (
      refusal &&
      this.#refuse(refusal.errno, this.#command.places.target ?? this.#command.places.whole, refusal.hint)
    );
  }

  #find(action: Named<'check' | 'delete'>, chain: Chain | undefined): Applied {
    if (!chain)
      return this.#refuse(
        'no such rule',
        this.#chainAt,
        `There is no chain ${action.chain} in the ${this.#table.name} table.`,
        suggest(action.chain, this.#names) ?? undefined,
      );
    let rules = chain.rules;
    for (const written of action.rules) {
      const spec = this.#backend.asStored(written);
      const never = this.#neverPlaced(chain, spec);
      if (never) return never;
      const at = rules.findIndex(readsLike(spec));
      if (at < 0) {
        // libiptc has asked for the target's chain by then, and that question is the one its words are about.
        const asked = spec.target.kind === 'none' || spec.target.kind === 'verdict';
        return this.#refuse(
          asked ? 'no such rule' : 'no such rule with this target',
          this.#command.places.whole,
          `${chain.name} has no rule that reads exactly like this. Print its rules with -S ${chain.name} and copy one.`,
        );
      }
      if (action.kind === 'delete') rules = rules.toSpliced(at, 1);
    }
    return action.kind === 'check'
      ? { ok: true, filter: this.#filter, stdout: this.#said, stderr: this.#warned }
      : this.#withRules(chain, rules);
  }

  #show(action: Named<'list' | 'list-rules' | 'zero'>, chain: Chain | undefined): Applied {
    if (
      action.kind === 'zero' &&
      this.#backend.tablesExistFromStart &&
      chain &&
      action.number !== null &&
      action.number > chain.rules.length
    )
      return this.#outOfRange('counter too big', chain, action.number);
    const options = {
      table: this.#command.table,
      chain: action.chain,
      number: action.number,
      ...this.#command.flags,
    };
    const shown = chain ? [chain] : Object.values(this.#table.chains);
    const zero = action.kind === 'zero' ? (action.number === null ? 'chains' : 'rule') : action.zero;
    if (
      zero !== null &&
      action.kind !== 'zero' &&
      !this.#backend.tablesExistFromStart &&
      !this.#filter.tables[this.#table.name]
    ) {
      const refused = this.#refuse(
        'no such table',
        this.#command.places.whole,
        `Nothing has been put into the ${this.#table.name} table, so nf_tables has none.`,
      );
      return {
        ...refused,
        stdout:
          (action.kind === 'list' ? list(this.#filter, options) : saveChains(this.#filter, options)) +
          this.#said,
      };
    }
    return {
      ok: true,
      stdout:
        (action.kind === 'list'
          ? list(this.#filter, options)
          : action.kind === 'list-rules'
            ? saveChains(this.#filter, options)
            : '') + this.#said,
      stderr: action.kind === 'zero' ? '' : listWarnings(shown.flatMap((c) => c.rules)),
      filter: zero === null ? this.#filter : this.#zeroed(shown, zero === 'rule' ? action.number : null),
    };
  }

  /** With the counters of these chains, or of their rule with that number, at zero. */
  #zeroed(chains: readonly Chain[], number: number | null): PacketFilter {
    const counters = this.#draft
      ? this.#filter.counters
      : countersAfter(this.#backend, this.#filter.counters, this.#table);
    let { rules } = counters;
    const policies: Record<string, Counter> = { ...counters.policies };
    for (const chain of chains) {
      if (number === null) delete policies[policyKey(this.#table.name, chain.name)];
      for (const [i, rule] of chain.rules.entries())
        if (number === null || i === number - 1) rules = without(rules, rule.id);
    }
    const table =
      this.#table.unmade && this.#filter.tables[this.#table.name]
        ? { ...this.#table, unmade: this.#table.unmade.filter((name) => !this.#makes(name)) }
        : null;
    return {
      ...this.#filter,
      counters: { rules, policies },
      ...(table && { tables: { ...this.#filter.tables, [table.name]: table } }),
    };
  }

  #deleteChains(action: Named<'delete-chain'>): Applied {
    const all = this.#backend.tablesExistFromStart
      ? printedChains(this.#table)
      : Object.values(this.#table.chains);
    const leaving =
      action.chain === null ? all.filter((c) => c.policy === null).map((c) => c.name) : [action.chain];
    const gone = new Set<string>();
    /** libiptc goes on to the next chain, and its words are about the last one in the way. */
    let stays: Later | null = null;
    for (const name of leaving) {
      const chain = this.#table.chains[name]!;
      if (chain.policy !== null) {
        if (this.#unmade(name)) return this.#missing(action);
        if (this.#draft && !this.#backend.loadsWholeTables)
          return chain.rules.length
            ? this.#refuse(
                'chain not empty',
                this.#chainAt,
                `${name} has rules, and nf_tables keeps it. Empty it first with -F ${name}.`,
              )
            : this.#unmake([name]);
        if (!this.#backend.tablesExistFromStart && chain.policy === 'DROP')
          return this.#refuse(
            'chain drops',
            this.#chainAt,
            `${name} has the policy DROP, so nf_tables keeps it.`,
          );
        return this.#backend.tablesExistFromStart || chain.rules.length
          ? this.#refuse(
              'chain is built in',
              this.#chainAt,
              `${name} is built in and stays. You can empty it with -F ${name}.`,
            )
          : this.#unmake([name]);
      }
      const users = Object.values(this.#table.chains).filter(
        (c) => !gone.has(c.name) && c.rules.some((r) => 'chain' in r.target && r.target.chain === name),
      );
      const busy = users.length
        ? ({
            failure: 'chain in use',
            hint: `A rule in ${users[0]!.name} still jumps to ${name}. Delete that rule first.`,
          } as const)
        : chain.rules.length
          ? ({
              failure: 'chain not empty',
              hint: `${name} still has rules. Empty it first with -F ${name}.`,
            } as const)
          : null;
      if (busy && this.#draft && !this.#backend.loadsWholeTables) this.#later.push({ ...busy, chain: name });
      else if (busy && this.#backend.loadsWholeTables) stays = { ...busy, chain: name };
      else if (busy) return this.#refuse(busy.failure, this.#chainAt, busy.hint, undefined, name);
      else gone.add(name);
    }
    if (stays) return this.#refuse(stays.failure, this.#chainAt, stays.hint, undefined, stays.chain);
    const kept = Object.fromEntries(Object.entries(this.#table.chains).filter(([n]) => !leaving.includes(n)));
    if (this.#backend.tablesExistFromStart || action.chain !== null) return this.#done(kept);
    return this.#unmake(
      Object.values(kept)
        .filter((c) => c.rules.length === 0 && c.policy === 'ACCEPT')
        .map((c) => c.name),
      kept,
    );
  }

  /** nf_tables takes empty built-in chains away, policies and all; they are printed as if they were there. */
  #unmake(names: readonly string[], chains = this.#table.chains): Applied {
    const emptied = Object.fromEntries(
      names.map((name) => [name, { name, policy: 'ACCEPT' as const, rules: [] }]),
    );
    const done = this.#done({ ...chains, ...emptied });
    const table = done.filter.tables[this.#table.name];
    if (!done.ok || !table) return done;
    const policies = { ...done.filter.counters.policies };
    for (const name of names) delete policies[policyKey(table.name, name)];
    const unmade = { ...table, unmade: [...new Set([...table.unmade!, ...names])] };
    return {
      ...done,
      filter: {
        ...done.filter,
        counters: { ...done.filter.counters, policies },
        tables: { ...done.filter.tables, [table.name]: unmade },
      },
    };
  }

  /** Whether this is a built-in chain that nf_tables has not made. */
  #unmade(name: string): boolean {
    return this.#table.unmade?.includes(name) === true;
  }

  #rename(action: Named<'rename-chain'>, chain: Chain | undefined): Applied {
    if (this.#table.chains[action.to] || (this.#backend.tablesExistFromStart && isVerdict(action.to)))
      return this.#refuse('name taken', this.#command.places.whole, `There is a chain ${action.to} already.`);
    if (!chain || chain.policy !== null) return this.#missing(action);
    const moved = (r: Rule): Rule =>
      'chain' in r.target && r.target.chain === chain.name
        ? { ...r, target: { ...r.target, chain: action.to } }
        : r;
    return this.#done(
      Object.fromEntries(
        Object.entries(this.#table.chains).map(([n, c]) => {
          const name = c === chain ? action.to : n;
          return [name, { ...c, name, rules: c.rules.map(moved) }];
        }),
      ),
    );
  }

  #policy(action: Named<'policy'>, chain: Chain | undefined): Applied {
    // libiptc looks for the chain first, nf_tables at the policy.
    const known = action.policy === 'ACCEPT' || action.policy === 'DROP';
    if ((!chain || chain.policy === null) && (known || this.#backend.tablesExistFromStart))
      return this.#refuse(
        'no policy',
        this.#chainAt,
        'Only built-in chains have a policy. In a chain of your own, end with a rule instead.',
      );
    if (!chain || (action.policy !== 'ACCEPT' && action.policy !== 'DROP'))
      return this.#refuse(
        'bad policy',
        this.#command.places.whole,
        'A policy is ACCEPT or DROP. For REJECT, put a rule at the end of the chain.',
      );
    const done = this.#done({ ...this.#table.chains, [chain.name]: { ...chain, policy: action.policy } });
    if (!done.ok) return done;
    const policies: Record<string, Counter> = { ...done.filter.counters.policies };
    const { counters } = this.#command;
    const key = policyKey(this.#table.name, chain.name);
    // nf_tables begins to count at zero, whatever -c says.
    if (!this.#backend.resetsPolicyCountersOnChange) policies[key] = { packets: 0, bytes: 0 };
    else if (counters) policies[key] = counters;
    else delete policies[key];
    return { ...done, filter: { ...done.filter, counters: { ...done.filter.counters, policies } } };
  }

  #withRules(chain: Chain, rules: readonly Rule[], changes: Partial<PacketFilter> = {}): Applied {
    return this.#done({ ...this.#table.chains, [chain.name]: { ...chain, rules } }, changes);
  }

  #done(chains: Table['chains'], changes: Partial<PacketFilter> = {}): Applied {
    const made = this.#backend.tablesExistFromStart ? this.#filter : this.#making();
    const filter = { ...made, ...changes };
    const { uses } = this.#table;
    const unmade = {
      ...(this.#table.unmade && { unmade: this.#table.unmade.filter((name) => !this.#makes(name)) }),
      ...(uses && { uses }),
    };
    const counters = this.#draft
      ? filter.counters
      : countersAfter(this.#backend, filter.counters, this.#table);
    if (!filter.tables[this.#table.name])
      return { ok: true, stdout: this.#said, stderr: this.#warned, filter };
    return {
      ok: true,
      stdout: this.#said,
      stderr: this.#warned,
      later: this.#later,
      filter: {
        ...filter,
        counters,
        tables: { ...filter.tables, [this.#table.name]: { name: this.#table.name, chains, ...unmade } },
      },
    };
  }

  /** Whether the command makes nf_tables make this built-in chain: a rule or a policy does. */
  #makes(chain: string): boolean {
    const { action } = this.#command;
    if (action.kind === 'list' || action.kind === 'list-rules')
      return action.zero !== null && (action.chain ?? chain) === chain;
    return (
      (action.kind === 'append' ||
        action.kind === 'insert' ||
        action.kind === 'policy' ||
        action.kind === 'flush') &&
      action.chain === chain
    );
  }

  /** The host, with the table made if the command puts something into it. */
  #making(): PacketFilter {
    const { action } = this.#command;
    const makes =
      ['append', 'insert', 'policy', 'new-chain'].includes(action.kind) ||
      (action.kind === 'flush' && action.chain !== null);
    return makes ? useTable(this.#filter, this.#command.table) : this.#filter;
  }

  get #names(): readonly string[] {
    return Object.keys(this.#table.chains);
  }

  get #chainAt(): Pick<Word, 'from' | 'to'> {
    return this.#command.places.chain ?? this.#command.places.whole;
  }

  #refuse(
    failure: Failure,
    at: Pick<Word, 'from' | 'to'>,
    hint: string,
    replacement?: string,
    chain?: string,
  ): Applied {
    const { action } = this.#command;
    const about = chain ?? ('chain' in action ? action.chain : null) ?? this.#names[0]!;
    const { message, status } = this.#backend.commandFailed(failure, action, this.#table.name, about);
    const tells =
      this.#backend.echoesBeforeActing ||
      action.kind === 'append' ||
      ((action.kind === 'insert' || action.kind === 'delete-chain') && status === 4);
    const problem: Problem = {
      from: at.from,
      to: at.to,
      message: (tells ? this.#warned : '') + message,
      status,
      hint,
      ...(replacement === undefined ? {} : { replacement }),
    };
    if (!this.#backend.echoesBeforeActing && action.kind === 'append' && failure === 'no such chain')
      return { ok: false, filter: this.#filter, problem, stdout: this.#said.replace(/\n.*/s, '\n') };
    return { ok: false, filter: this.#filter, problem, failure, stdout: tells ? this.#said : '' };
  }

  #missing(action: { readonly chain: string | null }): Applied {
    const name = action.chain!;
    const table = this.#table.name;
    const near = suggest(name, this.#names);
    const elsewhere = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'].includes(name);
    const hint = near
      ? `The ${table} table has no chain ${name}. Did you mean ${near}?`
      : elsewhere
        ? `The ${table} table has no chain ${name}. It has ${this.#names.join(', ')}.`
        : `There is no chain ${name} in the ${table} table. Make it first with -N ${name}.`;
    return this.#refuse('no such chain', this.#chainAt, hint, near ?? undefined);
  }

  /** A chain to list or to zero that is not there, as each of the two commands says it. */
  #notThere(action: Named<'list' | 'list-rules' | 'zero'>): Applied {
    if (this.#backend.tablesExistFromStart || action.kind !== 'zero' || action.number === null)
      return this.#missing(action);
    return this.#refuse(
      'counter too big',
      this.#chainAt,
      `nf_tables has no chain ${action.chain} in the ${this.#table.name} table.`,
    );
  }

  #outOfRange(failure: Failure, chain: Chain, number: number): Applied {
    return this.#refuse(
      failure,
      this.#command.places.whole,
      `${chain.name} has ${chain.rules.length} rules, so there is no number ${number}. --line-numbers shows the numbers.`,
    );
  }
}

/** What `-v` brings to stderr by printing rules. */
const verboseWarnings = ({ action, flags }: Command): string =>
  flags.verbose && 'rules' in action ? listWarnings(action.rules) : '';

/** What `-v` prints of a command that changes something; a draft is a restore under way. */
export const verbosely = (
  backend: Backend,
  { action, flags }: Command,
  table: Table,
  draft: boolean,
): string => {
  if (!flags.verbose) return '';
  const named = 'chain' in action ? action.chain : null;
  const listed = action.kind === 'list' || action.kind === 'list-rules';
  // A file's chains come in its order: only what is there already has been put in theirs.
  const all = draft && !backend.loadsWholeTables ? Object.values(table.chains) : printedChains(table);
  const each = (what: string, chains = all) =>
    (named === null ? chains.map((c) => c.name) : listed && !table.chains[named] ? [] : [named])
      .map((name) => `${what} chain \`${name}'\n`)
      .join('');
  switch (action.kind) {
    case 'append':
    case 'insert':
    case 'replace':
    case 'check':
    case 'delete':
      return action.rules
        .map((r) => listRule({ id: 0, ...backend.asEchoed(r) }, { ...flags, numeric: true }))
        .join('');
    case 'flush':
      return each('Flushing');
    case 'list':
    case 'list-rules':
      return action.zero === 'chains' ? each('Zeroing') : '';
    case 'zero':
      return action.number === null ? each('Zeroing') : '';
    case 'delete-chain':
      // nf_tables' command says nothing of a built-in chain, even where it takes it away.
      if (!backend.loadsWholeTables && named !== null && table.chains[named]?.policy) return '';
      return each(
        'Deleting',
        all.filter((c) => c.policy === null),
      );
    default:
      return '';
  }
};
