import type { Parsed } from '../../text/problem.ts';
import type { Errno } from '../extension.ts';
import type { BackendName, TableName, Use } from '../types.ts';
import type { Action, RuleSpec } from './command.ts';

/** What the kernel answers to a rule or table that it refuses: the words of its errno. */
export type KernelErrno = Errno | 'Too many levels of symbolic links' | 'Operation not supported';

/** Why a command is not carried out. Each backend has its own words and exit status for these. */
export type Failure =
  | KernelErrno
  | 'no such chain'
  | 'no such rule'
  | 'no such rule with this target'
  | 'chain exists'
  | 'chain not empty'
  | 'chain in use'
  | 'chain is built in'
  | 'chain drops'
  | 'name taken'
  | 'no such table'
  | 'no policy'
  | 'bad policy'
  | 'insertion too big'
  | 'replacement too big'
  | 'deletion too big'
  | 'counter too big';

/** The kernel's answer to a rule that it refuses, and a hint of ours. */
export interface KernelError {
  readonly errno: KernelErrno;
  readonly hint: string;
}

/** A message of the real command, and its exit status. */
export interface ErrorMessage {
  readonly message: string;
  readonly status: number;
}

/** A line of a restored text that the kernel refused. */
export interface RefusedLine {
  readonly failure: Failure;
  readonly action: Action['kind'];
  readonly chain: string;
  readonly line: number;
}

/**
 * One of the two commands called iptables, and everything that it says or does differently from the other:
 * `backends/legacy.ts` talks to the kernel's ip_tables, `backends/nft.ts` (iptables on Debian and Ubuntu today)
 * writes its rules into nf_tables. `backendOf` gives a host's.
 */
export interface Backend {
  readonly name: BackendName;
  /** As `-V` prints it: `1.8.9 (legacy)`. */
  readonly version: string;

  // Messages.

  /** How a message begins: `iptables v1.8.9 (legacy)`. */
  nameAndVersion(program: string): string;
  /** For a `-j NAME` that is neither a target nor a chain. */
  unknownTarget(name: string): string;
  /** For a `-g NAME` that is no chain. */
  unknownGotoChain(name: string): string;
  /** For a `-t NAME` that is no table. */
  unknownTable(name: string): string;
  /** For `iptables-save -t NAME` where NAME is no table. */
  unknownTableToSave(name: string): string;
  /** For a `*NAME` line of a restored text where NAME is no table. */
  unknownTableToRestore(name: string, line: number): string;
  /** For a command that the tables do not allow. */
  commandFailed(failure: Failure, action: Action, table: TableName, chain: string): ErrorMessage;
  /** For a line of a restored text that the tables do not allow. */
  restoreLineFailed(failure: Failure, line: number, action: Action, table: TableName): string;
  /** For a `:NAME POLICY` line whose policy cannot be set. */
  policyLineFailed(policy: string, chain: string, line: number, why: string): string;
  /** For a table that the kernel refuses at COMMIT: the line of COMMIT, and the lines that are wrong. */
  commitFailed(commit: number, refused: readonly RefusedLine[]): ErrorMessage;

  // Reading and printing rules.

  /** Checks the name in a `:NAME` line of a restored text. */
  declaredChainName(name: string): Parsed<string>;
  /** What the command itself finds wrong with a rule, apart from its target; null where nothing is. */
  ruleMistake(rule: Omit<RuleSpec, 'target'>): string | null;
  /** The kernel's answer to rules of which it asks no extension; null where it asks them. */
  refusesRule(rule: RuleSpec): KernelError | null;
  /** A rule as it is stored, and so as it is printed later. */
  asStored(rule: RuleSpec): RuleSpec;
  /** A rule as `-v` prints it when it is added. */
  asEchoed(rule: RuleSpec): RuleSpec;
  /** Whether the backend acts this match or target out itself, so that the kernel's module is never asked. */
  actsOut(use: Use): boolean;

  /** The tables of a dump in their order, out of those in use, the one used first before the others. */
  tableOrder(used: readonly TableName[]): readonly TableName[];

  // What it does differently.

  /** Prints `! -i +`, which matches no interface; the other backend leaves it out. */
  readonly printsInvertedAnyInterface: boolean;
  /** `-v` prints a command before it is carried out, so also where it then fails. */
  readonly echoesBeforeActing: boolean;
  /**
   * Tables and built-in chains exist from the start. In the other backend a command that puts something into them
   * makes them, and `-X` deletes built-in chains that are empty.
   */
  readonly tablesExistFromStart: boolean;
  /**
   * Each change loads a whole table into the kernel, which answers once. The other backend sends a restored text
   * command by command, and the kernel answers each.
   */
  readonly loadsWholeTables: boolean;
  /** A table's policy counters begin at zero after any change of the table, and not only after `-P`. */
  readonly resetsPolicyCountersOnChange: boolean;
  /**
   * A restored text is read up to COMMIT before anything is done: a jump may lead to a chain declared later, and a
   * chain may be declared twice.
   */
  readonly resolvesJumpsAtCommit: boolean;
}
