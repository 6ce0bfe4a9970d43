import { own } from '../../../text/own.ts';
import { suggest } from '../../../text/suggest.ts';
import { builtInChains, isBuiltInName } from '../../hookOrder.ts';
import { put } from '../../state/intMap.ts';
import {
  type Chain,
  type Counter,
  type PacketFilter,
  policyKey,
  type Rule,
  type Table,
  type TableName,
} from '../../types.ts';
import { echo } from '../actions/echo.ts';
import { applyCommand } from '../applyCommand.ts';
import type { Backend } from '../backend.ts';
import { backendOf } from '../backendOf.ts';
import type { ActionOf, Command, RuleSpec } from '../command.ts';
import { singleRuleRefusal } from '../loadChecks/addedRuleRefusal.ts';
import { asLoaded } from '../loadChecks/asLoaded.ts';
import { immediateRefusal } from '../loadChecks/ruleRefusal.ts';
import { tableRefusal } from '../loadChecks/tableRefusal.ts';
import { SharedNames } from '../sharedNames.ts';
import type { LineResult } from './lineResult.ts';
import { listUncommitted } from './listUncommitted.ts';
import { type DraftOptions, newDraft } from './newDraft.ts';
import {
  type RefusedSentLine,
  refusedLines,
  type SentLine,
  withAcceptPolicies,
  withChainsInOrder,
  withoutTable,
} from './nftBatch.ts';

const silent: LineResult = { stdout: '' };

/**
 * One table while a restore reads its lines. Nothing of it is in the host before COMMIT; `committed` gives the host
 * with it. Reference: iptables/iptables-restore.c, libiptc/libiptc.c, iptables/nft.c.
 */
export class TableDraft {
  readonly name: TableName;
  /** The chains that are emptied or deleted because the text begins this table. */
  readonly removed: readonly Chain[];
  readonly #noflush: boolean;
  readonly #backend: Backend;
  /** Includes the rules that the text replaces: the kernel has them until COMMIT. */
  readonly #sharedNames: SharedNames;
  /** Built-in chains that nf_tables does not have: its command does not know the policy the text gives them. */
  readonly #unmade: readonly string[];
  #filter: PacketFilter;
  /** The id of the next rule; the filter's own is updated at COMMIT. */
  #nextRule: number;
  #isChanged: boolean;
  /** Whether nf_tables has the table: putting something into it makes it. */
  #isMade: boolean;
  /** Whether the last command was a policy. */
  #hasSetPolicy = false;
  /** The line of each rule of the text, by its id. */
  readonly #lines = new Map<number, SentLine>();
  /** Lines that nf_tables refuses on their own. */
  readonly #refused: RefusedSentLine[] = [];

  constructor(before: PacketFilter, name: TableName, options: DraftOptions) {
    const { filter, removed, unmade, isDeleted } = newDraft(before, name, options);
    this.name = name;
    this.removed = removed;
    this.#noflush = options.noflush === true;
    this.#backend = backendOf(before);
    this.#sharedNames = new SharedNames(before);
    this.#unmade = unmade;
    this.#filter = filter;
    this.#nextRule = filter.nextRule;
    this.#isMade = !isDeleted;
    this.#isChanged =
      !this.#noflush && (this.#backend.tablesExistFromStart || before.tables[name] !== undefined);
  }

  /** The chains there are so far. */
  get chains(): Record<string, Chain> {
    return this.#table.chains as Record<string, Chain>;
  }

  get #table(): Table {
    return this.#filter.tables[this.name]!;
  }

  #setTable(table: Table): void {
    this.#filter = { ...this.#filter, tables: { ...this.#filter.tables, [this.name]: table } };
  }

  /** A `:NAME -` line: makes a chain, or empties it. */
  declare(name: string): void {
    this.chains[name] = { name, policy: null, rules: [] };
    this.#isChanged = true;
    this.#isMade = true;
  }

  /** A `:NAME POLICY` line for a built-in chain; `-` leaves the policy as it is. */
  setPolicy(name: string, policy: 'ACCEPT' | 'DROP' | '-', counter: Counter | null): void {
    this.#makeChain(name);
    const { chains } = this;
    if (policy !== '-') chains[name] = { ...chains[name]!, policy };
    this.#hasSetPolicy = true;
    this.#isChanged = true;
    const policies = this.#filter.counters.policies as Record<string, Counter>;
    const key = policyKey(this.name, name);
    if (counter) policies[key] = counter;
    else if (!this.#backend.resetsPolicyCountersOnChange) policies[key] = { packets: 0, bytes: 0 };
    else delete policies[key];
  }

  /** A line that is a command. */
  run(command: Command, line: SentLine): LineResult {
    const { action } = command;
    const sendsEach = !this.#backend.loadsWholeTables;
    // nf_tables' -F deletes the rules that the kernel has, and without -n this table is new.
    if (action.kind === 'flush' && action.chain === null && sendsEach && !this.#noflush)
      return { stdout: echo(this.#backend, command, this.#table, true) };
    const result =
      action.kind === 'append' ? this.#append(command, action, line) : this.#apply(command, line);
    this.#hasSetPolicy = false;
    return result;
  }

  /** In nf_tables, a built-in chain exists once something is put into it. */
  #makeChain(name: string): void {
    this.#isMade = true;
    const { unmade } = this.#table;
    if (unmade?.includes(name))
      this.#setTable({ ...this.#table, unmade: unmade.filter((chain) => chain !== name) });
  }

  /** `-A` has a path of its own, since texts of 50 000 rules are nearly all `-A`: it adds to the chain in place. */
  #append(command: Command, { chain: name, rules: specs }: ActionOf<'append'>, line: SentLine): LineResult {
    const backend = this.#backend;
    const chain = own(this.#table.chains, name);
    const echoed = command.flags.verbose ? echo(backend, command, this.#table, true) : '';
    if (!chain) return this.#noChainToAppendTo(command, name, line, echoed);
    if (!backend.tablesExistFromStart) this.#makeChain(name);
    this.#isChanged = true;
    for (const spec of specs) {
      const id = this.#nextRule++;
      if (command.counters) {
        const { counters } = this.#filter;
        const rules = put(counters.rules, id, command.counters);
        this.#filter = { ...this.#filter, counters: { ...counters, rules } };
      }
      this.#lines.set(id, line);
      const stored = backend.asStored(spec);
      const immediate = immediateRefusal(this.#table, name, stored, backend);
      if (immediate) {
        const at = command.places.target ?? { from: 0, to: line.to - line.from };
        return { stdout: echoed, failed: { failure: immediate.errno, hint: immediate.hint, ...at } };
      }
      if (!backend.loadsWholeTables) this.#send(name, stored, line);
      (chain.rules as Rule[]).push(withId(id, stored));
    }
    return echoed ? { stdout: echoed } : silent;
  }

  /** nf_tables is sent a rule, and answers. */
  #send(chain: string, rule: RuleSpec, line: SentLine): void {
    const refusal = singleRuleRefusal(this.#table, chain, rule, this.#backend, this.#sharedNames);
    if (refusal) this.#refused.push({ ...line, failure: refusal.errno, hint: refusal.hint });
    else this.#sharedNames.add(rule);
  }

  #noChainToAppendTo(command: Command, name: string, line: SentLine, echoed: string): LineResult {
    const near = suggest(name, Object.keys(this.#table.chains));
    const hint = near
      ? `The ${this.name} table has no chain ${name}. Did you mean ${near}?`
      : isBuiltInName(name)
        ? `The ${this.name} table has no chain ${name}. It has ${builtInChains(this.name).join(', ')}.`
        : `The ${this.name} table has no chain ${name}. Add a line that makes it: :${name} - [0:0].`;
    const { from, to } = command.places.chain ?? { from: 0, to: line.to - line.from };
    return {
      stdout: this.#backend.echoesBeforeActing ? echoed : echoed.replace(/\n.*/s, '\n'),
      failed: { failure: 'no such chain', hint, from, to, ...(near && { replacement: near }) },
    };
  }

  /** Any other command, as it is done outside a restore. */
  #apply(command: Command, line: SentLine): LineResult {
    const { action } = command;
    const sendsEach = !this.#backend.loadsWholeTables;
    const isForAll = sendsEach && 'chain' in action && action.chain === null;
    const ordered = isForAll && this.#noflush ? withChainsInOrder(this.#filter, this.name) : this.#filter;
    // Nor does nf_tables' -X know that a chain of this text drops: it deletes the chain if it is empty.
    const seen =
      isForAll && action.kind === 'delete-chain'
        ? withAcceptPolicies(ordered, this.name, this.#unmade, (chain) => chain.rules.length === 0)
        : ordered;
    if (action.kind === 'list-rules' && !sendsEach) {
      const isNew = (rule: Rule) => this.#lines.has(rule.id);
      const failed = listUncommitted(this.#filter, this.#table, action, command.flags.verbose, isNew, line);
      if (failed) return failed;
    }
    const result = applyCommand({ ...seen, nextRule: this.#nextRule }, command, true);
    if (!result.ok) {
      // Of a -Z that finds no chain nf_tables' command reports what went wrong last.
      const failure = action.kind === 'zero' && this.#hasSetPolicy ? 'no policy' : result.failure;
      return { stdout: result.stdout, failed: { ...result.problem, failure: failure ?? 'no such chain' } };
    }
    if (!['list', 'list-rules', 'check', 'nothing'].includes(action.kind)) this.#isChanged = true;
    if (
      ['insert', 'policy', 'new-chain'].includes(action.kind) ||
      (action.kind === 'flush' && action.chain !== null)
    )
      this.#isMade = true;
    for (const refusal of result.atCommit ?? []) this.#refused.push({ ...line, ...refusal });
    for (let id = this.#nextRule; id < result.filter.nextRule; id++) this.#lines.set(id, line);
    this.#filter =
      action.kind === 'zero' && sendsEach
        ? withAcceptPolicies(
            result.filter,
            this.name,
            this.#unmade,
            (chain) => (action.chain ?? chain.name) === chain.name,
          )
        : result.filter;
    this.#nextRule = result.filter.nextRule;
    if (action.kind === 'delete-chain') this.#forgetUses();
    return result;
  }

  /** The kernel's numbers of uses are those of the chains that were there: a chain made again has none. */
  #forgetUses(): void {
    const table = this.#filter.tables[this.name];
    if (!table?.uses) return;
    const uses = Object.fromEntries(
      Object.entries(table.uses).filter(([name]) => Object.hasOwn(table.chains, name)),
    );
    this.#setTable({ ...table, uses });
  }

  /** The lines that the kernel refuses at COMMIT, which is in line `commit`; empty where it takes the table. */
  refused(commit: number): readonly RefusedSentLine[] {
    if (this.#refused.length) return this.#refused;
    const table = this.#table;
    const refusal = tableRefusal(table, this.#backend, this.#sharedNames);
    if (!refusal) return [];
    if (!this.#backend.loadsWholeTables)
      return refusedLines(table, this.#lines, refusal, this.#backend, this.#sharedNames);
    const { errno: failure, chain, index, hint } = refusal;
    const line = this.#lines.get(table.chains[chain]!.rules[index]!.id);
    return [{ line: commit, action: 'append', ...line, failure, chain, hint }];
  }

  /** The host with the new table; null where the text changed nothing. */
  committed(): PacketFilter | null {
    if (!this.#isChanged) return null;
    const { chains } = this;
    for (const [name, chain] of Object.entries(chains))
      if (chain.rules.some((rule) => asLoaded(rule) !== rule))
        chains[name] = { ...chain, rules: chain.rules.map(asLoaded) };
    const { uses: _, ...table } = this.#table;
    const { tables } = this.#filter;
    const done = { ...this.#filter, nextRule: this.#nextRule, tables: { ...tables, [this.name]: table } };
    return this.#isMade ? done : withoutTable(done, this.name);
  }
}

/** A rule with an id. Written out, which is faster than a spread. */
const withId = (
  id: number,
  { source, destination, input, output, protocol, fragment, matches, target }: RuleSpec,
): Rule => ({ id, source, destination, input, output, protocol, fragment, matches, target });
