import type { Problem } from '../../text/problem.ts';
import { suggest } from '../../text/suggest.ts';
import { builtInChains } from '../hookOrder.ts';
import { printedChains } from '../print/chains.ts';
import { references } from '../print/list.ts';
import { saveChains } from '../print/save.ts';
import { tableOf, useTable } from '../ruleset.ts';
import { type IntMap, put, without } from '../state/intMap.ts';
import {
  type Chain,
  type Counter,
  type PacketFilter,
  policyKey,
  type Rule,
  type TableName,
} from '../types.ts';
import { applyCommand, verbosely, withoutPolicies } from './applyCommand.ts';
import type { Backend, Failure } from './backend.ts';
import { backendOf } from './backendOf.ts';
import type { Command, RuleSpec } from './command.ts';
import { asLoaded, messageRefusal, refusedAtOnce, tableRefusal } from './loadChecks.ts';
import { type Answer, accepting, answersTo, byName, type Place, withoutTable } from './nftBatch.ts';
import { SharedNames } from './sharedNames.ts';

/** What a line of a section did: what it prints, or why it fails. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr?: string;
  readonly failed?: {
    readonly failure: Failure;
    /** What is said of it, where it is not the failure's own. */
    readonly words?: string;
  } & Pick<Problem, 'hint' | 'replacement' | 'from' | 'to'>;
}

const silent: Outcome = { stdout: '' };

/**
 * One table while its section of a restore is read: a draft that only `committed` lets out.
 * Reference: iptables/iptables-restore.c, libiptc/libiptc.c, iptables/nft.c.
 */
export class Section {
  readonly table: TableName;
  /** The chains that are emptied or deleted because the section begins. */
  readonly old: readonly Chain[];
  readonly #noflush: boolean;
  readonly #backend: Backend;
  /** Who holds what is shared by a name: what the section replaces is there until COMMIT. */
  readonly #sharedNames: SharedNames;
  /** Its chains' arrays are ours alone until COMMIT. */
  #draft: PacketFilter;
  /** The id of the next rule; the draft's own is not kept up. */
  #nextRule: number;
  #changed: boolean;
  /** Whether something was put into the table: nf_tables makes one then, once more. */
  #made: boolean;
  /**
   * Built-in chains that the kernel has not got when the table begins: nf_tables' command does not know the
   * policy that a file gives them.
   */
  readonly #fresh: readonly string[];
  /** Whether nothing but chains' lines came behind a policy. */
  #policySet = false;
  /** Where each rule of the text stands, by its id. */
  readonly #places = new Map<number, Place>();
  /** What the kernel says of single lines. */
  readonly #answers: Answer[] = [];

  constructor(
    before: PacketFilter,
    name: TableName,
    { noflush = false, verbose = false }: { readonly noflush?: boolean; readonly verbose?: boolean },
  ) {
    this.table = name;
    this.#noflush = noflush;
    this.#backend = backendOf(before);
    this.#sharedNames = new SharedNames(before);
    const { tablesExistFromStart, resetsPolicyCountersOnChange } = this.#backend;
    const used = useTable(before, name);
    const old = tableOf(used, name);
    const printed = printedChains(old);
    const chains: Record<string, Chain> = {};
    // nf_tables' command deletes the table and all; with -v it goes chain by chain, and one that drops cannot
    // be deleted.
    const whole = !tablesExistFromStart && !verbose;
    for (const chain of printed) {
      if (noflush) chains[chain.name] = { ...chain, rules: [...chain.rules] };
      else if (chain.policy !== null)
        chains[chain.name] = { ...chain, ...(whole ? { policy: 'ACCEPT' as const } : {}), rules: [] };
    }
    this.old = noflush ? [] : printed;
    this.#fresh = noflush
      ? (old.unmade ?? [])
      : builtInChains(name).filter((c) => chains[c]!.policy === 'ACCEPT');
    this.#made = !whole || noflush;
    this.#changed = !noflush && (tablesExistFromStart || before.tables[name] !== undefined);
    this.#nextRule = used.nextRule;
    const rules = noflush ? used.counters.rules : withoutRules(used.counters.rules, old.chains);
    const { policies } =
      noflush && !resetsPolicyCountersOnChange ? used.counters : withoutPolicies(used.counters, name);
    const referred = noflush ? references(old) : new Map<string, number>();
    const uses = noflush
      ? Object.fromEntries(printed.map((c) => [c.name, (referred.get(c.name) ?? 0) + c.rules.length]))
      : {};
    this.#draft = {
      ...used,
      counters: { rules, policies: { ...policies } },
      tables: {
        ...used.tables,
        [name]: {
          name,
          chains,
          ...(old.unmade && { unmade: this.#fresh }),
          ...(!this.#backend.loadsWholeTables && { uses }),
        },
      },
    };
  }

  /** The chains there are so far. */
  get chains(): Record<string, Chain> {
    return this.#draft.tables[this.table]!.chains as Record<string, Chain>;
  }

  /** Makes a chain, or empties it. */
  declare(name: string): void {
    this.chains[name] = { name, policy: null, rules: [] };
    this.#changed = true;
    this.#made = true;
  }

  /** Gives a built-in chain a policy, `-` for the one it has, and counters. */
  setPolicy(name: string, policy: 'ACCEPT' | 'DROP' | '-', counter: Counter | null): void {
    this.#make(name);
    const { chains } = this;
    if (policy !== '-') chains[name] = { ...chains[name]!, policy };
    this.#policySet = true;
    this.#changed = true;
    const policies = this.#draft.counters.policies as Record<string, Counter>;
    const key = policyKey(this.table, name);
    if (counter) policies[key] = counter;
    else if (!this.#backend.resetsPolicyCountersOnChange) policies[key] = { packets: 0, bytes: 0 };
    else delete policies[key];
  }

  /** Carries out a line that is a command. */
  run(command: Command, place: Place): Outcome {
    const { action } = command;
    const table = this.#draft.tables[this.table]!;
    // Without -n nf_tables' -F looks for the rules that there were, and this table is new.
    if (action.kind === 'flush' && action.chain === null && !this.#backend.loadsWholeTables && !this.#noflush)
      return { stdout: verbosely(this.#backend, command, table, true) };
    const outcome =
      action.kind === 'append'
        ? this.#append(command, action.chain, action.rules, place)
        : this.#applyCommand(command, place);
    this.#policySet = false;
    return outcome;
  }

  /** A built-in chain that is named is made. */
  #make(name: string): void {
    this.#made = true;
    const table = this.#draft.tables[this.table]!;
    if (table.unmade?.includes(name))
      this.#draft = {
        ...this.#draft,
        tables: {
          ...this.#draft.tables,
          [table.name]: { ...table, unmade: table.unmade.filter((chain) => chain !== name) },
        },
      };
  }

  #append(command: Command, name: string, specs: readonly RuleSpec[], place: Place): Outcome {
    const table = this.#draft.tables[this.table]!;
    const chain = table.chains[name];
    const said = command.flags.verbose ? verbosely(this.#backend, command, table, true) : '';
    if (!chain) {
      const near = suggest(name, Object.keys(table.chains));
      const hint = near
        ? `The ${this.table} table has no chain ${name}. Did you mean ${near}?`
        : `There is no chain ${name} in the ${this.table} table. A line :${name} - [0:0] makes it.`;
      const { from, to } = command.places.chain ?? { from: 0, to: place.to - place.from };
      return {
        stdout: this.#backend.echoesBeforeActing ? said : said.replace(/\n.*/s, '\n'),
        failed: { failure: 'no such chain', hint, from, to, ...(near && { replacement: near }) },
      };
    }
    if (!this.#backend.tablesExistFromStart) this.#make(name);
    const rules = chain.rules as Rule[];
    this.#changed = true;
    for (const spec of specs) {
      const id = this.#nextRule++;
      if (command.counters)
        this.#draft = {
          ...this.#draft,
          counters: { ...this.#draft.counters, rules: put(this.#draft.counters.rules, id, command.counters) },
        };
      this.#places.set(id, place);
      const kept = this.#backend.asStored(spec);
      const never = refusedAtOnce(this.#draft.tables[this.table]!, name, kept, this.#backend);
      if (never)
        return {
          stdout: said,
          failed: {
            failure: never.errno,
            hint: never.hint,
            ...(command.places.target ?? { from: 0, to: place.to - place.from }),
          },
        };
      const answer = !this.#backend.loadsWholeTables
        ? messageRefusal(this.#draft.tables[this.table]!, name, kept, this.#backend, this.#sharedNames)
        : null;
      if (answer) this.#answers.push({ ...place, failure: answer.errno, hint: answer.hint });
      else if (!this.#backend.loadsWholeTables) this.#sharedNames.add(kept);
      rules.push(withId(id, kept));
    }
    return said ? { stdout: said } : silent;
  }

  /** A command that is not -A, as `apply` does it to the draft. */
  #applyCommand(command: Command, place: Place): Outcome {
    const { action } = command;
    const all = !this.#backend.loadsWholeTables && 'chain' in action && action.chain === null;
    const sorted = all && this.#noflush ? byName(this.#draft, this.table) : this.#draft;
    // Nor does -X know that a chain of this file drops: it deletes it if it is empty.
    const seen =
      all && action.kind === 'delete-chain'
        ? accepting(sorted, this.table, this.#fresh, (chain) => chain.rules.length === 0)
        : sorted;
    const ends =
      action.kind === 'list-rules' && this.#backend.loadsWholeTables
        ? this.#unsaid(action, command.flags.verbose, place)
        : null;
    if (ends) return ends;
    const result = applyCommand({ ...seen, nextRule: this.#nextRule }, command, true);
    // Of a -Z that finds no chain nf_tables' command tells what went wrong with the last thing it did.
    const failure =
      action.kind === 'zero' && this.#policySet ? 'no policy' : result.ok ? undefined : result.failure;
    if (!result.ok)
      return { stdout: result.stdout, failed: { ...result.problem, failure: failure ?? 'no such chain' } };
    if (!['list', 'list-rules', 'check', 'nothing'].includes(action.kind)) this.#changed = true;
    if (
      ['insert', 'policy', 'new-chain'].includes(action.kind) ||
      (action.kind === 'flush' && action.chain !== null)
    )
      this.#made = true;
    for (const answer of result.later ?? []) this.#answers.push({ ...place, ...answer });
    for (let id = this.#nextRule; id < result.filter.nextRule; id++) this.#places.set(id, place);
    this.#draft =
      action.kind === 'zero' && !this.#backend.loadsWholeTables
        ? accepting(
            result.filter,
            this.table,
            this.#fresh,
            (chain) => (action.chain ?? chain.name) === chain.name,
          )
        : result.filter;
    this.#nextRule = result.filter.nextRule;
    if (action.kind === 'delete-chain') this.#forget();
    return result;
  }

  /** A chain that is made anew leads nowhere yet. */
  #forget(): void {
    const table = this.#draft.tables[this.table];
    if (!table?.uses) return;
    const uses = Object.fromEntries(
      Object.entries(table.uses).filter(([name]) => Object.hasOwn(table.chains, name)),
    );
    this.#draft = { ...this.#draft, tables: { ...this.#draft.tables, [this.table]: { ...table, uses } } };
  }

  /**
   * Printing a rule of this text that jumps, iptables looks for a target of the chain's name, has none, and
   * ends. Reference: iptables/iptables.c, print_rule4; libiptc.c, iptcc_standard_map
   */
  #unsaid(
    { chain: only, number }: { readonly chain: string | null; readonly number: number | null },
    verbose: boolean,
    place: Place,
  ): Outcome | null {
    const table = this.#draft.tables[this.table]!;
    const all = printedChains(table).filter((c) => only === null || c.name === only);
    const [chain, at] =
      all.flatMap((c) =>
        c.rules.flatMap((r, i) =>
          'chain' in r.target && this.#places.has(r.id) && (number === null || i === number - 1)
            ? [[c, i] as const]
            : [],
        ),
      )[0] ?? [];
    if (!chain || at === undefined) return null;
    const rule = chain.rules[at]!;
    const behind = all.slice(all.indexOf(chain) + 1).map((c) => [c.name, { ...c, rules: [] }]);
    const chains = {
      ...table.chains,
      ...Object.fromEntries(behind),
      [chain.name]: {
        ...chain,
        rules: [...chain.rules.slice(0, at), { ...rule, target: { kind: 'none' as const } }],
      },
    };
    const name = (rule.target as { readonly chain: string }).chain;
    return {
      stdout: saveChains(
        { ...this.#draft, tables: { ...this.#draft.tables, [this.table]: { ...table, chains } } },
        { table: this.table, chain: only, number, verbose },
      ).slice(0, -1),
      failed: {
        failure: 'no such chain',
        words: `Can't find library for target \`${name}'`,
        hint: `Before COMMIT, iptables cannot print a rule that jumps to a chain. Put the listing behind COMMIT.`,
        from: 0,
        to: place.to - place.from,
      },
    };
  }

  /** What the kernel says to the table as it is now, line by line: nothing where it takes it. */
  refused(commit: number): readonly Answer[] {
    if (this.#answers.length) return this.#answers;
    const table = this.#draft.tables[this.table]!;
    const refusal = tableRefusal(table, this.#backend, this.#sharedNames);
    if (!refusal) return [];
    if (!this.#backend.loadsWholeTables)
      return answersTo(table, this.#places, refusal, this.#backend, this.#sharedNames);
    const { errno: failure, chain, index, hint } = refusal;
    return [
      {
        line: commit,
        action: 'append',
        ...this.#places.get(table.chains[chain]!.rules[index]!.id),
        failure,
        chain,
        hint,
      },
    ];
  }

  /** The host with the new table; null where the section changed nothing. */
  committed(): PacketFilter | null {
    if (!this.#changed) return null;
    const { chains } = this;
    for (const [name, chain] of Object.entries(chains))
      if (chain.rules.some((rule) => asLoaded(rule) !== rule))
        chains[name] = { ...chain, rules: chain.rules.map(asLoaded) };
    const { uses: _, ...table } = this.#draft.tables[this.table]!;
    const done = {
      ...this.#draft,
      nextRule: this.#nextRule,
      tables: { ...this.#draft.tables, [this.table]: table },
    };
    return this.#made ? done : withoutTable(done, this.table);
  }
}

/** A rule of its own; written out, which is quicker than a spread. */
const withId = (
  id: number,
  { source, destination, input, output, protocol, fragment, matches, target }: RuleSpec,
): Rule => ({ id, source, destination, input, output, protocol, fragment, matches, target });

/** The counters of rules that a flush takes away are forgotten. */
const withoutRules = (counters: IntMap<Counter>, chains: Readonly<Record<string, Chain>>): IntMap<Counter> =>
  counters.size === 0
    ? counters
    : Object.values(chains).reduce(
        (kept, chain) => chain.rules.reduce((left, rule) => without(left, rule.id), kept),
        counters,
      );
