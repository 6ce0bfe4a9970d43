import type { Problem } from '../../text/problem.ts';
import type { Span, Word } from '../../text/words.ts';
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
  /** `zero`: what is set to zero once it is printed, the counters of the chains or of the one rule. */
  | Each<
      'list' | 'list-rules',
      { chain: string | null; number: number | null; zero: 'chains' | 'rule' | null }
    >
  | Each<'zero', { chain: string | null; number: number | null }>
  | Each<'flush' | 'delete-chain', { chain: string | null }>
  | Each<'new-chain', { chain: string }>
  | Each<'rename-chain', { chain: string; to: string }>
  | Each<'policy', { chain: string; policy: string }>
  /** A line for IPv6 in a file for both protocols. */
  | Each<'nothing', object>
  /** `extensions`: those that the line names before it asks for help, which prints their options too. */
  | Each<'help' | 'version', { program: string; inverted: boolean; extensions: readonly string[] }>;

/** What a command line asks for, of these kinds. */
export type ActionOf<K extends Action['kind']> = Extract<Action, { readonly kind: K }>;

/** One `iptables` command, read and checked as far as the text alone allows. */
export interface Command {
  readonly table: TableName;
  readonly action: Action;
  readonly flags: ListFlags;
  /** `-c packets bytes`, null where not given. */
  readonly counters: { readonly packets: number; readonly bytes: number } | null;
  /** How many seconds it waits while another iptables holds the lock; 0, as without `-w`, is for ever. */
  readonly wait: number;
  /** What the real command prints on stderr and then goes on; empty where nothing. */
  readonly warnings: string;
  /** Where the parts are in the line, for problems that show only once the tables are known. */
  readonly places: {
    readonly whole: Span;
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
