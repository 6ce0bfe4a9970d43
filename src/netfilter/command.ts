import type { Problem } from './problem.ts';
import type { Rule, TableName } from './types.ts';
import type { Word } from './words.ts';

/** A rule that has no id yet, as a command line describes it. */
export type RuleSpec = Omit<Rule, 'id'>;

/** How `-L` prints. */
export interface ListFlags {
  readonly numeric: boolean;
  readonly verbose: boolean;
  readonly exact: boolean;
  readonly lineNumbers: boolean;
}

/** What a command line asks for. Rule numbers count from 1. */
export type Action =
  | { readonly kind: 'append' | 'check' | 'delete'; readonly chain: string; readonly rules: readonly RuleSpec[] }
  | { readonly kind: 'insert' | 'replace'; readonly chain: string; readonly number: number; readonly rules: readonly RuleSpec[] }
  | { readonly kind: 'delete-number'; readonly chain: string; readonly number: number }
  | { readonly kind: 'list' | 'list-rules' | 'zero'; readonly chain: string | null; readonly number: number | null }
  | { readonly kind: 'flush' | 'delete-chain'; readonly chain: string | null }
  | { readonly kind: 'new-chain'; readonly chain: string }
  | { readonly kind: 'rename-chain'; readonly chain: string; readonly to: string }
  | { readonly kind: 'policy'; readonly chain: string; readonly policy: string }
  | { readonly kind: 'help' | 'version' };

/** One `iptables` command, read and checked as far as the text alone allows. */
export interface Command {
  readonly table: TableName;
  readonly action: Action;
  readonly flags: ListFlags;
  /** `-L -Z`: counters are set to zero after listing. */
  readonly zero: boolean;
  /** `-c packets bytes`, null where not given. */
  readonly counters: { readonly packets: number; readonly bytes: number } | null;
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
  | { readonly ok: false; readonly problem: Problem };
