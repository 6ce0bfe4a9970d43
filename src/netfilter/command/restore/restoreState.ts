import type { Problem } from '../../../text/problem.ts';
import type { Span } from '../../../text/words.ts';
import { useTable } from '../../ruleset.ts';
import type { PacketFilter, TableName } from '../../types.ts';
import type { Backend } from '../backend.ts';
import { backendOf } from '../backendOf.ts';
import { tryHelp } from '../parse/parseError.ts';
import { lineFailed } from './lineFailed.ts';
import { TableDraft } from './tableDraft.ts';

/** The flags of `iptables-restore`: `-c`, `-n`, `-T`, `-t`, `-v`. */
export interface RestoreOptions {
  readonly counters?: boolean;
  readonly noflush?: boolean;
  readonly table?: string;
  readonly test?: boolean;
  /** Prints comments, and the chains that are emptied and deleted. */
  readonly verbose?: boolean;
  /** For a text that is read and not loaded: sets that it names are assumed to exist. */
  readonly anySet?: true;
  /**
   * For a text in an editor: its last line reads as if it had its newline. The real command reads a file whose last
   * newline is missing as if that line had none of its own, and refuses `COMMIT` there.
   */
  readonly lastLineEnds?: true;
}

/** One line of the text. */
export interface TextLine {
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly from: number;
  /** From 1. */
  readonly number: number;
}

/** What is wrong with a line: our hint, which part of the line it is about, and what to put there. */
export interface LineMistake {
  readonly hint: string;
  readonly replacement?: string | undefined;
  /** Offsets in the line; the whole line where absent. */
  readonly at?: Span | undefined;
}

/** The longest list of problems. The last one then says how many more there are. */
export const mostProblems = 200;

/** Control characters, and the character that replaces bytes which are not UTF-8. */
const oddCharacters = /[^\P{Cc}\t\r\n]|\ufffd/u;
/** Whether a text has characters that no dump has. */
export const hasOddCharacters = (text: string): boolean => oddCharacters.test(text);

/**
 * A restore in progress. It has two readers: the real command's, who sees nothing after the first mistake (`stdout`,
 * `stderr`, `status`, `filter`), and ours, who wants every mistake (`problems`).
 */
export class RestoreState {
  readonly options: RestoreOptions;
  readonly backend: Backend;
  /** Whether any line has odd characters. */
  readonly hasOddCharacters: boolean;
  /** The host with all tables committed so far. */
  filter: PacketFilter;
  /** The table that is being read. */
  draft: TableDraft | null = null;
  /** The draft is of the table that lines outside any table look like. It is read for its mistakes, never loaded. */
  isGuess = false;
  /** The name in the last `*NAME` line, whether that table is read or skipped. */
  heading = '';
  /** Help or the version was printed: nothing more is read. */
  isOver = false;
  /** The line that is being read, from 1. */
  lineNumber = 0;
  /** Chains that any table of the text has declared. */
  readonly declared = new Set<string>();
  /** Chains that this table has declared. */
  readonly declaredHere = new Set<string>();
  #waiting: (() => void)[] = [];
  #stdout = '';
  #warnings = '';
  #first: { readonly stderr: string; readonly status: number } | null = null;
  #problems: Problem[] = [];
  #mistakes = 0;
  /** The place of the problem of a line that is outside any table, while the table that it looks like is a guess; else null. */
  #stray: number | null = null;

  constructor(before: PacketFilter, options: RestoreOptions, hasOddCharacters: boolean) {
    this.filter = before;
    this.options = options;
    this.backend = backendOf(before);
    this.hasOddCharacters = hasOddCharacters;
  }

  /** Whether the real command has stopped. */
  get hasFailed(): boolean {
    return this.#first !== null;
  }

  /** Whether `-T` names another table than the one whose lines these are. */
  get isSkipped(): boolean {
    const { table } = this.options;
    return (
      table !== undefined &&
      table !== this.heading &&
      (this.heading !== '' || !this.backend.resolvesJumpsAtCommit)
    );
  }

  /** Whether lines are carried out only once COMMIT is read. */
  get waitsForCommit(): boolean {
    return this.backend.resolvesJumpsAtCommit && !this.isGuess;
  }

  /** Carries out a part of a line, now or at COMMIT. */
  do(step: () => void): void {
    if (this.waitsForCommit) this.#waiting.push(step);
    else step();
  }

  /** COMMIT: carries out what was put off. */
  doWaiting(): void {
    for (const step of this.#waiting) step();
  }

  /** Begins a table. */
  begin(name: TableName): void {
    // Even a table that is refused later counts as used.
    if (!this.hasFailed && this.backend.tablesExistFromStart) this.filter = useTable(this.filter, name);
    const draft = new TableDraft(this.filter, name, this.options);
    this.draft = draft;
    if (!this.options.verbose) return;
    this.do(() => {
      for (const chain of draft.removed) this.print(`Flushing chain \`${chain.name}'\n`);
      for (const chain of draft.removed)
        if (chain.policy === null) this.print(`Deleting chain \`${chain.name}'\n`);
    });
  }

  /** After a problem: begins a table that is read for its mistakes, and never loaded. `isStray`: its own line is missing. */
  guess(name: TableName, isStray = false): void {
    const { filter } = this;
    this.close();
    this.begin(name);
    this.filter = filter;
    this.isGuess = true;
    this.#stray = isStray ? this.#problems.length - 1 : null;
  }

  /** The table `name` begins, and no COMMIT came since a line that is outside any table: that belongs into this one. */
  moveBelow(name: string): void {
    if (this.#stray === null || this.#mistakes !== this.#problems.length) return;
    const { replacement: _, ...problem } = this.#problems[this.#stray]!;
    this.#problems[this.#stray] = {
      ...problem,
      hint: `This line is outside any table. Put it below *${name}, and above the COMMIT of that table.`,
    };
  }

  /** Ends a table. */
  close(): void {
    this.draft = null;
    this.isGuess = false;
    this.declaredHere.clear();
    this.#waiting = [];
  }

  /** Prints on stdout. */
  print(text: string): void {
    if (!this.hasFailed) this.#stdout += text;
  }

  /** Prints on stderr. */
  warn(text: string): void {
    if (!this.hasFailed) this.#warnings += text;
  }

  /** `iptables-restore: line 2 failed`, or another message that is the whole of a line on stderr. */
  fail(line: TextLine, mistake: LineMistake, message?: string, status = 1): void {
    const { from, to } = mistake.at ?? { from: 0, to: line.text.length };
    const problem = {
      from: line.from + from,
      to: line.from + to,
      message: message ?? lineFailed(line.number),
      status,
      hint: mistake.hint,
    };
    const { replacement } = mistake;
    this.problem(replacement === undefined ? problem : { ...problem, replacement }, `${problem.message}\n`);
  }

  /** A mistake in how the line is written: the message is one of xtables_error, with the number of a line. */
  refuse(line: TextLine, message: string, mistake: LineMistake, number = line.number): void {
    const whole = `${this.backend.nameAndVersion('iptables-restore')}: ${message}`;
    this.fail(
      line,
      mistake,
      `${whole}\nError occurred at line: ${number}\n${tryHelp('iptables-restore')}`,
      2,
    );
  }

  /** Adds a problem. The first one is what the real command reports. */
  problem(problem: Problem, stderr: string): void {
    this.#first ??= { stderr, status: problem.status };
    this.#mistakes++;
    if (this.#problems.length < mostProblems) this.#problems.push(problem);
  }

  /** The end of the text. */
  end(): Pick<RestoreState, 'filter'> & {
    readonly stdout: string;
    readonly stderr: string;
    readonly status: number;
    readonly problems: readonly Problem[];
  } {
    const more = this.#mistakes - this.#problems.length;
    const last = this.#problems.at(-1);
    return {
      filter: this.filter,
      stdout: this.#stdout,
      stderr: this.#warnings + (this.#first?.stderr ?? ''),
      status: this.#first?.status ?? 0,
      problems:
        more > 0 && last
          ? [
              ...this.#problems,
              { ...last, hint: `${more} more lines have mistakes and are not listed here.` },
            ]
          : this.#problems,
    };
  }
}
