import type { Problem } from '../../../text/problem.ts';
import { suggest } from '../../../text/suggest.ts';
import type { Span } from '../../../text/words.ts';
import { isBuiltInName } from '../../hookOrder.ts';
import { tableOf, useTable } from '../../ruleset.ts';
import { type Chain, isTable, type PacketFilter, type Rule, type Table } from '../../types.ts';
import type { Backend, Failure, KernelError } from '../backend.ts';
import type { Command } from '../command.ts';
import type { ApplyResult, CommitRefusal } from './applyResult.ts';
import { echo, echoWarnings } from './echo.ts';
import { countersAfterChange } from './policyCounters.ts';

/** The commands that take a whole table where no chain is named, as they are written. */
const takesNoChain: Partial<Readonly<Record<Command['action']['kind'], string>>> = {
  list: '-L',
  'list-rules': '-S',
  flush: '-F',
  zero: '-Z',
  'delete-chain': '-X',
};

/**
 * One command on one table, with what all actions have in common: how a changed table gets into the host, and how a
 * refusal is reported.
 */
export class TableChange {
  readonly backend: Backend;
  readonly filter: PacketFilter;
  readonly command: Command;
  readonly table: Table;
  /** Part of a restore: the kernel sees the table at COMMIT, not now. */
  readonly inRestore: boolean;
  /** What the kernel will answer at COMMIT. */
  readonly atCommit: CommitRefusal[] = [];
  /** What `-v` prints, on stdout and on stderr. */
  readonly echo: string;
  readonly warnings: string;

  constructor(backend: Backend, filter: PacketFilter, command: Command, inRestore: boolean) {
    this.backend = backend;
    this.filter = filter;
    this.command = command;
    this.table = tableOf(filter, command.table);
    this.inRestore = inRestore;
    this.echo = echo(backend, command, this.table, inRestore);
    this.warnings = echoWarnings(command);
  }

  /** The chains of the table, by name. */
  get chainNames(): readonly string[] {
    return Object.keys(this.table.chains);
  }

  /** Where the line names its chain. */
  get chainSpan(): Span {
    return this.command.places.chain ?? this.command.places.whole;
  }

  /** Where the line names its target, or the policy. */
  get targetSpan(): Span {
    return this.command.places.target ?? this.command.places.whole;
  }

  /** Whether this is a built-in chain that nf_tables does not have yet. */
  isUnmade(chain: string): boolean {
    return this.table.unmade?.includes(chain) === true;
  }

  /** The built-in chains that nf_tables still does not have after this command. */
  get stillUnmade(): readonly string[] | undefined {
    return this.table.unmade?.filter((name) => !this.#makesChain(name));
  }

  /** The command is done, and the chain has these rules. */
  withRules(chain: Chain, rules: readonly Rule[], changes: Partial<PacketFilter> = {}): ApplyResult {
    return this.withChains({ ...this.table.chains, [chain.name]: { ...chain, rules } }, changes);
  }

  /** The command is done, and the table has these chains. */
  withChains(chains: Table['chains'], changes: Partial<PacketFilter> = {}): ApplyResult {
    const filter = { ...this.#withTableMade(), ...changes };
    const result = { ok: true as const, stdout: this.echo, stderr: this.warnings };
    if (!filter.tables[this.table.name]) return { ...result, filter };
    const { uses, name } = this.table;
    const unmade = this.stillUnmade;
    const table = { name, chains, ...(unmade && { unmade }), ...(uses && { uses }) };
    const counters = this.inRestore
      ? filter.counters
      : countersAfterChange(this.backend, filter.counters, name);
    return {
      ...result,
      atCommit: this.atCommit,
      filter: { ...filter, counters, tables: { ...filter.tables, [name]: table } },
    };
  }

  /** The command is refused. `chain`: the one the message names, where that is not the command's own. */
  refuse(failure: Failure, at: Span, hint: string, replacement?: string, chain?: string): ApplyResult {
    const { action } = this.command;
    const named = chain ?? ('chain' in action ? action.chain : null) ?? this.chainNames[0]!;
    const { message, status } = this.backend.commandFailed(failure, action, this.table.name, named);
    const { echoesBeforeActing } = this.backend;
    const echoes =
      echoesBeforeActing ||
      action.kind === 'append' ||
      ((action.kind === 'insert' || action.kind === 'delete-chain') && status === 4);
    const problem: Problem = {
      from: at.from,
      to: at.to,
      message: (echoes ? this.warnings : '') + message,
      status,
      hint,
      ...(replacement === undefined ? {} : { replacement }),
    };
    const { filter } = this;
    // Of several rules, nf_tables' command has printed the first one when it finds that there is no such chain.
    if (!echoesBeforeActing && action.kind === 'append' && failure === 'no such chain')
      return { ok: false, filter, problem, stdout: this.echo.replace(/\n.*/s, '\n') };
    return { ok: false, filter, problem, failure, stdout: echoes ? this.echo : '' };
  }

  /** The kernel refuses the command's rule. */
  refuseRule({ errno, hint }: KernelError): ApplyResult {
    return this.refuse(errno, this.targetSpan, hint);
  }

  /** The table has no chain of that name. */
  noSuchChain(name: string): ApplyResult {
    const isTableName = this.tableForChain(name);
    const table = this.table.name;
    const near = isTableName ? null : suggest(name, this.chainNames);
    const { kind } = this.command.action;
    const advice = near
      ? ` Did you mean ${near}?`
      : isBuiltInName(name)
        ? ` It has ${this.chainNames.join(', ')}.`
        : kind === 'append' || kind === 'insert'
          ? ` Make it first: -N ${name}.`
          : '';
    const hint = isTableName ?? `The ${table} table has no chain ${name}.${advice}`;
    return this.refuse('no such chain', this.chainSpan, hint, near ?? undefined);
  }

  /** What to type where a table is named in the place of a chain; null where the name is no table's. */
  tableForChain(name: string): string | null {
    if (!isTable(name)) return null;
    const whole = takesNoChain[this.command.action.kind];
    const chains = Object.keys(tableOf(this.filter, name).chains).join(', ');
    return `${name} is a table, not a chain. ${whole ? `Name it with -t: iptables -t ${name} ${whole}` : `Name it with -t ${name}, and one of its chains: ${chains}.`}`;
  }

  /** The chain has no rule of that number. */
  noSuchNumber(failure: Failure, chain: Chain, number: number): ApplyResult {
    const { length } = chain.rules;
    const has = `${chain.name} has ${length === 1 ? '1 rule' : `${length} rules`}`;
    const hint =
      this.command.action.kind === 'insert'
        ? `${has}, so -I can put one at ${length === 0 ? '1' : `1 to ${length + 1}`}, and not at ${number}.`
        : `${has}, so there is no rule ${number}. Add --line-numbers to -L to see the numbers.`;
    return this.refuse(failure, this.command.places.whole, hint);
  }

  /** Whether the command makes this built-in chain in nf_tables: putting a rule or policy into it does. */
  #makesChain(chain: string): boolean {
    const { action } = this.command;
    switch (action.kind) {
      case 'list':
      case 'list-rules':
        return action.zero !== null && (action.chain ?? chain) === chain;
      case 'append':
      case 'insert':
      case 'policy':
      case 'flush':
        return action.chain === chain;
      default:
        return false;
    }
  }

  /** The host, with the table made if there was none and the command puts something into it. */
  #withTableMade(): PacketFilter {
    const { action, table } = this.command;
    const makes =
      ['append', 'insert', 'policy', 'new-chain'].includes(action.kind) ||
      (action.kind === 'flush' && action.chain !== null);
    return makes && !this.backend.tablesExistFromStart ? useTable(this.filter, table) : this.filter;
  }
}
