import type { Problem } from '../../text/problem.ts';
import type { Word } from '../../text/words.ts';
import type { Rule, TableName } from '../types.ts';

/** A rule that has no id yet, as a command line describes it. */
export type RuleSpec = Omit<Rule, 'id'>;

/** How `-L` prints. */
export interface ListFlags {
  readonly numeric: boolean;
  readonly verbose: boolean;
  readonly exact: boolean;
  readonly lineNumbers: boolean;
}

/** One member of a union for each kind. */
type Each<K extends string, T> = K extends string ? { readonly kind: K } & Readonly<T> : never;

/** What a command line asks for. Rule numbers count from 1. */
export type Action =
  | Each<'append' | 'check' | 'delete', { chain: string; rules: readonly RuleSpec[] }>
  | Each<'insert' | 'replace', { chain: string; number: number; rules: readonly RuleSpec[] }>
  | Each<'delete-number', { chain: string; number: number }>
  /** `zero`: afterwards the counters of the chains, or of the one rule, are set to zero. */
  | Each<
      'list' | 'list-rules',
      { chain: string | null; number: number | null; zero: 'chains' | 'rule' | null }
    >
  | Each<'zero', { chain: string | null; number: number | null }>
  | Each<'flush' | 'delete-chain', { chain: string | null }>
  | Each<'new-chain', { chain: string }>
  | Each<'rename-chain', { chain: string; to: string }>
  | Each<'policy', { chain: string; policy: string }>
  /**
   * `nothing`: a line for IPv6 in a file for both. `extensions`: what the line had loaded when it asked for
   * help.
   */
  | Each<'nothing', object>
  | Each<'help' | 'version', { program: string; inverted: boolean; extensions: readonly string[] }>;

/** One `iptables` command, read and checked as far as the text alone allows. */
export interface Command {
  readonly table: TableName;
  readonly action: Action;
  readonly flags: ListFlags;
  /** `-c packets bytes`, null where not given. */
  readonly counters: { readonly packets: number; readonly bytes: number } | null;
  /**
   * Seconds it waits for the lock while another iptables has it; 0 waits for ever, with -w alone and without
   * it.
   */
  readonly wait: number;
  /** What the real command prints on stderr although it goes on; empty where nothing. */
  readonly warnings: string;
  /** Where the parts stand, for problems that only the tables can tell. */
  readonly places: {
    readonly whole: Pick<Word, 'from' | 'to'>;
    readonly chain: Word | null;
    readonly target: Word | null;
    readonly table: Word | null;
  };
}

/** A command, or the first thing wrong with the line. */
export type CommandResult =
  | { readonly ok: true; readonly command: Command }
  | {
      readonly ok: false;
      readonly problem: Problem;
      /** The table that was opened before it went wrong. */
      readonly opened?: TableName;
    };
