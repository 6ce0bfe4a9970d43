/**
 * One pass over iptables-save text, in one file because it serves two readers at once: the real command's,
 * who stops at the first mistake, and ours, who wants them all.
 */

import type { Problem } from '../../text/problem.ts';
import { ruleCounters, splitSaved, type Word } from '../../text/words.ts';
import { builtInChains } from '../hookOrder.ts';
import { findTarget } from '../registry.ts';
import { useTable } from '../ruleset.ts';
import { setOf } from '../sets/ipSet.ts';
import { pruneMemory } from '../state/pruneMemory.ts';
import { isTable, type PacketFilter, type TableName } from '../types.ts';
import type { Backend } from './backend.ts';
import { backendOf } from './backendOf.ts';
import type { Command } from './command.ts';
import { noTable, tryHelp } from './mistakes.ts';
import { parseCommand } from './parseCommand.ts';
import { Section } from './section.ts';
import { isVerdict } from './verdicts.ts';

/** The flags of `iptables-restore`: `-c`, `-n`, `-T`, `-t`. */
export interface RestoreOptions {
  readonly counters?: boolean;
  readonly noflush?: boolean;
  readonly table?: string;
  readonly test?: boolean;
  /** `-v`: comments, and the chains that are emptied and deleted. */
  readonly verbose?: boolean;
  /** For a text that is read and not loaded: sets that it names are taken to exist. */
  readonly anySet?: true;
}

/** What a restore did. */
export interface Restored {
  /** Tables whose COMMIT was reached before the first mistake are the new ones; all else is as it was. */
  readonly filter: PacketFilter;
  readonly stdout: string;
  /** The real command's words; it stops at the first mistake. */
  readonly stderr: string;
  readonly status: number;
  /** Every damaged line, placed in the text. Reading goes on behind the first one for these. */
  readonly problems: readonly Problem[];
}

/** The longest text that is read, in UTF-16 units. A real dump of 50 000 rules has about a third of it. */
export const longestText = 16_000_000;
/** The longest line, in characters. Reference: iptables/iptables-restore.c, `char buffer[10240]`. */
const longestLine = 10239;
/** Control characters, and what stands for bytes that are no UTF-8. */
const odd = /[^\P{Cc}\t\r\n]|\ufffd/u;

/** The longest list of problems. Behind it a last one says how many lines were damaged in all. */
export const mostProblems = 200;

const tryRestore = tryHelp('iptables-restore');

/**
 * Loads iptables-save text as `iptables-restore` does: table by table, each all or nothing.
 * Never throws on any text.
 * Reference: iptables/iptables-restore.c, ip46tables_restore_main.
 */
export const restore = (before: PacketFilter, text: string, options: RestoreOptions = {}): Restored => {
  if (text.length > longestText) return tooLong(before, text);
  const reading = new Reading(before, options, odd.test(text));
  let at = 0;
  let number = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    // The real command reads into a buffer: what is longer goes on as a line of its own.
    const stop = Math.min(end < 0 ? text.length : end, at + longestLine);
    reading.line(text.slice(at, stop), at, ++number, stop < text.length);
    at = text[stop] === '\n' ? stop + 1 : stop;
  }
  const done = reading.end(number, text.length);
  return { ...done, filter: pruneMemory(before, done.filter, null) };
};

const tooLong = (filter: PacketFilter, text: string): Restored => {
  const problem: Problem = {
    from: longestText,
    to: text.length,
    status: 1,
    message: 'iptables-restore: line 1 failed',
    hint: `This text has ${text.length} characters. At most ${longestText} are read. Nothing was loaded.`,
  };
  return { filter, stdout: '', stderr: `${problem.message}\n`, status: 1, problems: [problem] };
};

/** One restore under way. */
class Reading {
  /** What is committed. */
  #filter: PacketFilter;
  /** The table that is being read. */
  #section: Section | null = null;
  /** Lines outside a table are read in the table they look like, for their mistakes alone. */
  #guessed = false;
  /** The name behind the last `*`, whether it was opened or passed over. */
  #heading = '';
  #stdout = '';
  /** The line that is read, from 1. */
  #number = 0;
  /** Help was asked for, which ends it all. */
  #over = false;
  #declared = new Set<string>();
  #options: RestoreOptions;
  #warnings = '';
  #first: { readonly stderr: string; readonly status: number } | null = null;
  #problems: Problem[] = [];
  #damaged = 0;
  /** Chains that this section has declared. */
  #named = new Set<string>();
  #backend: Backend;
  /** Whether the text has characters that no text has. */
  #odd: boolean;
  /** What waits for COMMIT: nf_tables' command reads a table to its end before it does anything. */
  #waiting: (() => void)[] = [];

  constructor(before: PacketFilter, options: RestoreOptions, isOdd: boolean) {
    this.#odd = isOdd;
    this.#filter = before;
    this.#options = options;
    this.#backend = backendOf(before);
  }

  /** Does it, or keeps it for COMMIT. */
  #soon(step: () => void): void {
    if (this.#backend.resolvesJumpsAtCommit && !this.#guessed) this.#waiting.push(step);
    else step();
  }

  line(line: string, at: number, number: number, ended: boolean): void {
    this.#number = number;
    if (this.#over) return;
    if (line === '' || line[0] === '#') {
      if (line !== '' && this.#options.verbose) this.#print(`${line}\n`);
      // A comment between sections ends a guess: the next table may be another one.
      if (this.#guessed && line.startsWith('# Generated')) this.#close();
      return;
    }
    if (this.#odd && odd.test(line))
      return this.#stop(
        at,
        line,
        `iptables-restore: line ${number} failed`,
        1,
        'This is no text. Paste what iptables-save prints.',
      );
    const open = this.#section !== null && !this.#guessed;
    if (line[0] === '*' && !open) return this.#open(line, at, number);
    if (
      open
        ? line === 'COMMIT' && (ended || this.#backend.resolvesJumpsAtCommit)
        : this.#guessed && /^COMMIT\s*$/.test(line)
    )
      return this.#commit(this.#section!, at, line, number);
    if (this.#section === null && !this.#passedOver) this.#stray(line, at, number);
    if (this.#section === null) return;
    if (line[0] === ':') this.#chainLine(this.#section, line, at, number);
    else this.#ruleLine(this.#section, line, at, number);
  }

  /** What the real command has printed before its first mistake. */
  #print(text: string): void {
    if (!this.#first) this.#stdout += text;
  }

  /** Whether `-T` names another table than the one whose section this is, or than none. */
  get #passedOver(): boolean {
    return (
      this.#options.table !== undefined &&
      this.#options.table !== this.#heading &&
      (this.#heading !== '' || !this.#backend.resolvesJumpsAtCommit)
    );
  }

  end(lines: number, length: number): Restored {
    if (this.#section !== null && !this.#guessed && !this.#over)
      this.#problem(
        {
          from: length,
          to: length,
          status: 1,
          message: `iptables-restore: COMMIT expected at line ${lines + 1}`,
          hint: `The ${this.#section.table} table has no end. Put COMMIT on a line of its own behind its last rule.`,
          replacement: 'COMMIT\n',
        },
        `iptables-restore: COMMIT expected at line ${lines + 1}\n`,
      );
    const more = this.#damaged - this.#problems.length;
    if (more > 0) {
      const last = this.#problems.at(-1)!;
      this.#problems.push({ ...last, hint: `${more} more lines are damaged and not listed here.` });
    }
    return {
      filter: this.#filter,
      stdout: this.#stdout,
      stderr: this.#warnings + (this.#first?.stderr ?? ''),
      status: this.#first?.status ?? 0,
      problems: this.#problems,
    };
  }

  get #says(): string {
    return this.#backend.nameAndVersion('iptables-restore');
  }

  #close(): void {
    this.#section = null;
    this.#guessed = false;
    this.#named.clear();
    this.#waiting = [];
  }

  #problem(problem: Problem, stderr: string): void {
    this.#first ??= { stderr, status: problem.status };
    this.#damaged++;
    if (this.#problems.length < mostProblems) this.#problems.push(problem);
  }

  #stop(
    at: number,
    line: string,
    message: string,
    status: number,
    hint: string,
    replacement?: string,
    place?: Pick<Word, 'from' | 'to'>,
  ): void {
    const base = {
      from: at + (place?.from ?? 0),
      to: at + (place?.to ?? line.length),
      message,
      status,
      hint,
    };
    this.#problem(replacement === undefined ? base : { ...base, replacement }, `${message}\n`);
  }

  #mistake(
    number: number,
    at: number,
    line: string,
    message: string,
    hint: string,
    replacement?: string,
    place?: Pick<Word, 'from' | 'to'>,
  ): void {
    this.#stop(
      at,
      line,
      `${this.#says}: ${message}\nError occurred at line: ${number}\n${tryRestore}`,
      2,
      hint,
      replacement,
      place,
    );
  }

  #open(line: string, at: number, number: number): void {
    this.#close();
    const name = /[^ \t]+/.exec(line.slice(1))?.[0] ?? '';
    if (name === '')
      return this.#mistake(
        number,
        at,
        line,
        `iptables-restore: line ${number} table name invalid`,
        'The name of a table is missing behind the star.',
      );
    this.#heading = name.slice(0, 32);
    // nf_tables' command looks at the name of a section that -T passes over, too.
    if (this.#passedOver && (isTable(name) || this.#backend.loadsWholeTables)) return;
    if (!isTable(name)) {
      const { hint, replacement } = noTable(name);
      return this.#mistake(
        number,
        at,
        line,
        this.#backend.unknownTableToRestore(name, number),
        hint,
        replacement && `*${replacement}`,
      );
    }
    this.#begin(name);
  }

  #begin(name: TableName): Section {
    // Reading a table is a use of it, whatever comes of the text.
    if (!this.#first && this.#backend.tablesExistFromStart) this.#filter = useTable(this.#filter, name);
    const section = new Section(this.#filter, name, this.#options);
    this.#section = section;
    const told = this.#options.verbose ? section.old : [];
    this.#soon(() => {
      for (const chain of told) this.#print(`Flushing chain \`${chain.name}'\n`);
      for (const chain of told) if (chain.policy === null) this.#print(`Deleting chain \`${chain.name}'\n`);
    });
    return section;
  }

  /**
   * A line outside a table. The first of them is a problem; from then on they are read in the table they look
   * like.
   */
  #stray(line: string, at: number, number: number): void {
    const message = `iptables-restore: line ${number} failed`;
    if (/^\s*([$#]\s|sudo\b|iptables)/.test(line))
      return this.#stop(
        at,
        line,
        message,
        1,
        'This is a command. Paste what iptables-save prints, without the command in front.',
        '',
      );
    if (/^COMMIT\s*$/.test(line))
      return this.#stop(
        at,
        line,
        message,
        1,
        'No table is open here. COMMIT ends a table that a line such as *filter has begun.',
        '',
      );
    if (!/^[:\-[]/.test(line))
      return this.#stop(
        at,
        line,
        message,
        1,
        'This is no line of iptables-save. A table begins with a line such as *filter.',
      );
    const name = /\b(PREROUTING|POSTROUTING|MASQUERADE|[SD]NAT)\b/.test(line) ? 'nat' : 'filter';
    this.#stop(
      at,
      line,
      message,
      1,
      `No table has been named yet. This looks like the ${name} table. Put *${name} on a line in front, and COMMIT behind its last rule.`,
      `*${name}\n${line}`,
    );
    const committed = this.#filter;
    this.#begin(name);
    this.#filter = committed;
    this.#guessed = true;
  }

  #chainLine(section: Section, line: string, at: number, number: number): void {
    const [name = '', policy, counted = ''] = line
      .slice(1)
      .split(/[ \t]+/)
      .filter(Boolean);
    const { table, chains } = section;
    if (this.#guessed && chains[name]?.policy && this.#named.has(name)) {
      this.#close();
      return this.#stray(line, at, number);
    }
    if (name === '')
      return this.#mistake(
        number,
        at,
        line,
        `iptables-restore: line ${number} chain name invalid`,
        'The name of a chain is missing behind the colon.',
      );
    const proper = this.#backend.declaredChainName(name);
    if (!proper.ok) return this.#mistake(number, at, line, proper.message, proper.hint);
    this.#named.add(name);
    const builtIn = (builtInChains(table) as readonly string[]).includes(name);
    if (!builtIn) {
      this.#declared.add(name);
      if (
        !this.#backend.resolvesJumpsAtCommit &&
        (isVerdict(name) || (Object.hasOwn(chains, name) && !this.#options.noflush))
      )
        return this.#mistake(
          number,
          at,
          line,
          `error creating chain '${name}':File exists`,
          isVerdict(name)
            ? `${name} is a verdict, not a chain.`
            : `The chain ${name} stands here twice. Take one of the lines away.`,
        );
      this.#soon(() => section.declare(name));
    }
    if (policy === undefined)
      return this.#mistake(
        number,
        at,
        line,
        `iptables-restore: line ${number} policy invalid`,
        `A policy is missing. Write :${name} ACCEPT [0:0], or :${name} - [0:0] for a chain of your own.`,
      );
    if (
      builtIn
        ? policy === '-' && this.#backend.loadsWholeTables
        : policy === '-' || !this.#backend.loadsWholeTables
    )
      return;
    const numbers = /^\[\s*([-+]?\d+):\s*([-+]?\d+)/.exec(counted);
    if (this.#options.counters && !numbers)
      return this.#mistake(
        number,
        at,
        line,
        `invalid policy counters for chain '${name}'`,
        'Packets and bytes belong behind the policy: [0:0].',
        `${line} [0:0]`,
      );
    const why = !builtIn
      ? 'Bad built-in chain name'
      : !['ACCEPT', 'DROP', '-'].includes(policy)
        ? 'Bad policy name'
        : null;
    if (why)
      return this.#soon(() =>
        this.#stop(
          at,
          line,
          this.#backend.policyLineFailed(policy, name, number, why),
          1,
          builtIn
            ? 'A policy is ACCEPT or DROP.'
            : `Only built-in chains have a policy. Write :${name} - [0:0].`,
        ),
      );
    const counter =
      numbers && this.#options.counters ? { packets: Number(numbers[1]), bytes: Number(numbers[2]) } : null;
    this.#soon(() => section.setPolicy(name, policy as 'ACCEPT' | 'DROP' | '-', counter));
  }

  #ruleLine(section: Section, line: string, at: number, number: number): void {
    const counted = ruleCounters(line);
    if (typeof counted === 'string')
      return this.#mistake(
        number,
        at,
        line,
        `Bad line ${number}: need ${counted}`,
        'Counters in front of a rule look like [12:3456].',
      );
    const { table } = section;
    const skip = counted.from;
    const own = splitSaved(line, skip, counted.to);
    const words =
      this.#options.counters && skip
        ? [...['--set-counters', ...counted.words].map((text) => ({ text, from: 0, to: skip })), ...own]
        : own;
    const long = words.find((w) => w.text.length >= 1024);
    if (long)
      return this.#mistake(
        number,
        at,
        line,
        'Parameter too long!',
        'One word of this line is longer than 1023 characters.',
      );
    // nf_tables' command looks for the chain of a jump at COMMIT.
    const later = this.#backend.resolvesJumpsAtCommit && !this.#guessed;
    const hasChain = (_: TableName, name: string) =>
      Object.hasOwn(section.chains, name) ||
      (later && !isVerdict(name) && (this.#declared.has(name) || !findTarget(name)));
    const read = parseCommand(words, {
      backend: this.#backend,
      program: 'iptables-restore',
      table,
      chainNames: () => Object.keys(section.chains),
      declared: (name) => this.#declared.has(name),
      hasChain,
      hasSet: (name) => this.#options.anySet === true || setOf(this.#filter, name) !== undefined,
    });
    if (!read.ok) {
      const { from, to, message, status, hint, replacement } = read.problem;
      const end = message.lastIndexOf('\nTry `');
      const said = `${message.slice(0, end)}\nError occurred at line: ${number}${message.slice(end)}`;
      return this.#stop(at, line, said, status, hint, replacement, { from, to });
    }
    if (!this.#first) this.#warnings += read.command.warnings;
    // With -n the real command keeps -v to itself.
    const verbose = this.#options.verbose === true && !this.#options.noflush;
    const command = verbose ? { ...read.command, flags: { ...read.command.flags, verbose } } : read.command;
    if (
      !this.#backend.resolvesJumpsAtCommit ||
      command.action.kind === 'help' ||
      command.action.kind === 'version'
    )
      this.#carryOut(section, command, at, line, number);
    else
      this.#soon(() => {
        const to = 'rules' in command.action ? command.action.rules[0]?.target : undefined;
        const owed = to && 'chain' in to ? to.chain : null;
        if (owed === null || Object.hasOwn(section.chains, owed))
          return this.#carryOut(section, command, at, line, number);
        this.#mistake(
          this.#number,
          at,
          line,
          this.#backend.unknownTarget(owed),
          `There is no chain ${owed} in the ${table} table.`,
          undefined,
          command.places.target ?? undefined,
        );
      });
  }

  #carryOut(section: Section, command: Command, at: number, line: string, number: number): void {
    const { action } = command;
    const { stdout, stderr, failed } = section.run(command, {
      from: at,
      to: at + line.length,
      line: number,
      action: action.kind,
      chain: ('chain' in action && action.chain) || '',
    });
    this.#print(stdout);
    if (failed)
      return this.#stop(
        at,
        line,
        failed.words ?? this.#backend.restoreLineFailed(failed.failure, number, action, section.table),
        1,
        failed.hint,
        failed.replacement,
        failed,
      );
    if (!this.#first) this.#warnings += stderr ?? '';
    if (action.kind === 'help' || action.kind === 'version') this.#over = true;
  }

  #commit(section: Section, at: number, line: string, number: number): void {
    if (!this.#options.test) for (const step of this.#waiting) step();
    const refused = this.#options.test ? [] : section.refused(number);
    const [worst] = refused;
    if (worst) {
      const { message, status } = this.#backend.commitFailed(number, refused);
      this.#problem(
        { from: worst.from ?? at, to: worst.to ?? at + line.length, status, message, hint: worst.hint },
        `${message}\n`,
      );
    } else if (!this.#first && !this.#options.test) this.#filter = section.committed() ?? this.#filter;
    this.#close();
  }
}
