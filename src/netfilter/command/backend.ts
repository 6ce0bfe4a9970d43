/**
 * The two commands that are called iptables, and all that they say or do differently: `legacy` talks to the
 * kernel's ip_tables, `nft` (what iptables is on Debian and Ubuntu today) writes its rules into nf_tables.
 */

import { byteLength, firstBytes } from '../../text/bytes.ts';
import { type Parsed, parsed, refused } from '../../text/problem.ts';
import type { Errno } from '../extension.ts';
import { findMatch, findTarget } from '../registry.ts';
import type { BackendName, PacketFilter, TableName, Use } from '../types.ts';
import type { Action, RuleSpec } from './command.ts';
import { newChainName } from './names.ts';
import { doesPorts, ports, readBack } from './nftReadBack.ts';

/** What the kernel answers to a rule or table it would not have. */
export type KernelErrno = Errno | 'Too many levels of symbolic links' | 'Operation not supported';

/** Why a command is not carried out. */
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

/** The kernel's answer to a rule, and a hint of ours. */
export interface KernelAnswer {
  readonly errno: KernelErrno;
  readonly hint: string;
}

/** A line of a restore file that the kernel would not have. */
export interface Refused {
  readonly failure: Failure;
  readonly action: Action['kind'];
  readonly chain: string;
  readonly line: number;
}

/** One of the two. */
export interface Backend {
  readonly name: BackendName;
  /** As `-V` names it: `1.8.9 (legacy)`. */
  readonly version: string;
  /** Who speaks in front of a message: `iptables v1.8.9 (legacy)`. */
  says(program: string): string;
  /** What it says of a `-j NAME` that is neither target nor chain. */
  noTarget(name: string): string;
  /** What it says of a `-g NAME` that is no chain. */
  noGoto(name: string): string;
  /** What it says of a `-t NAME` that is no table. */
  noTable(name: string): string;
  /** What iptables-save says of a `-t NAME` that is no table. */
  noTableToSave(name: string): string;
  /** What iptables-restore says of a `*NAME` that is no table. */
  noSection(name: string, line: number): string;
  /** Its words and exit status for a command that the tables do not allow. */
  refuses(
    failure: Failure,
    action: Action,
    table: TableName,
    chain: string,
  ): { readonly message: string; readonly status: number };
  /** What iptables-restore looks at in the name of a `:NAME` line. */
  newChainName(name: string): Parsed<string>;
  /** What it says of a policy that a `:NAME POLICY` line cannot set. */
  badPolicyLine(policy: string, chain: string, line: number, why: string): string;
  /** How iptables-restore complains about a line that the tables do not allow. */
  restoreFailed(failure: Failure, line: number, action: Action, table: TableName): string;
  /**
   * What iptables-restore prints where the kernel does not take a table: the line of COMMIT, and the lines
   * that are to blame.
   */
  commitFailed(
    commit: number,
    refused: readonly Refused[],
  ): { readonly message: string; readonly status: number };
  /** Tables in the order in which `iptables-save` prints them. */
  order(used: readonly TableName[]): readonly TableName[];
  /** What is wrong with a rule's own parts, before its target is looked for; null where nothing is. */
  ruleMistake(rule: Omit<RuleSpec, 'target'>): string | null;
  /** What the kernel says before it asks any extension; null where it asks. */
  notTaken(rule: RuleSpec): KernelAnswer | null;
  /** A rule as it is kept: what it looks like when it is printed again. */
  kept(rule: RuleSpec): RuleSpec;
  /** A rule as `-v` prints it. */
  printed(rule: RuleSpec): RuleSpec;
  /** Whether it does this match or target itself: the module is not asked about it. */
  doesItself(use: Use): boolean;
  /** Whether an interface that fits nothing, `! -i +`, is printed. */
  readonly printsNowhere: boolean;
  /** `-v` tells what a command is about to do; otherwise only what it has done. */
  readonly tellsFirst: boolean;
  /**
   * Tables and built-in chains exist from the first; otherwise only once something is put into them, and
   * empty ones can be deleted.
   */
  readonly ready: boolean;
  /** Policies go on counting when their table changes; a chain made by a first rule never counts. */
  readonly keepsPolicyCounters: boolean;
  /** A chain's declaration may stand twice in a file, and jumps may go to what comes later. */
  readonly lateChains: boolean;
  /**
   * The kernel is given a restore's commands one by one, and answers each; otherwise it is given whole
   * tables.
   */
  readonly oneByOne: boolean;
}

const version = (name: string) => `1.8.9 (${name})`;

/** libiptc's words. Reference: libiptc/libiptc.c, iptc_strerror. */
const iptcWords: Readonly<Record<Failure, string>> = {
  'no such chain': 'No chain/target/match by that name',
  'no such rule': 'Bad rule (does a matching rule exist in that chain?)',
  'no such rule with this target': 'No chain/target/match by that name',
  'chain exists': 'Chain already exists',
  'chain not empty': 'Directory not empty',
  'chain in use': 'Too many links',
  'chain is built in': 'Invalid argument',
  'chain drops': 'Directory not empty',
  'name taken': 'File exists',
  'no such table': 'No chain/target/match by that name',
  'no policy': 'Bad built-in chain name',
  'bad policy': 'Bad policy name',
  'insertion too big': 'Index of insertion too big',
  'replacement too big': 'Index of replacement too big',
  'deletion too big': 'Index of deletion too big',
  'counter too big': 'Index of counter too big',
  'Invalid argument': 'Invalid argument',
  'Numerical result out of range': 'Numerical result out of range',
  'No chain/target/match by that name': 'No chain/target/match by that name',
  'Too many levels of symbolic links': 'Too many levels of symbolic links',
  'Operation not supported': 'Operation not supported',
};

/**
 * Behind these the errno is EINVAL, and the command points to the kernel's log. Reference:
 * iptables/iptables-standalone.c.
 */
const einval: readonly Failure[] = ['Invalid argument', 'bad policy', 'chain is built in'];

const iptables = (failure: Failure, words: string) => ({
  message: `iptables: ${words}.${einval.includes(failure) ? " Run `dmesg' for more information." : ''}`,
  status: 1,
});

/** The structure of xt_NFLOG has room for 63 characters of prefix. */
const cutPrefix = (rule: RuleSpec): RuleSpec => {
  const { target } = rule;
  if (target.kind !== 'extension' || target.use.name !== 'NFLOG') return rule;
  const data = target.use.data as { readonly prefix: string };
  return byteLength(data.prefix) <= 63
    ? rule
    : {
        ...rule,
        target: {
          kind: 'extension',
          use: { name: 'NFLOG', data: { ...data, prefix: firstBytes(data.prefix, 63) } },
        },
      };
};

const notOpened = (name: string): string =>
  byteLength(name) < 32 ? 'Table does not exist (do you need to insmod?)' : 'Module is wrong version';

/** Reference: iptables/iptables.c, libiptc/libiptc.c. */
export const legacy: Backend = {
  name: 'legacy',
  version: version('legacy'),
  says: (program) => `${program} v${version('legacy')}`,
  noTarget: (name) => `Couldn't load target \`${name}':No such file or directory\n`,
  noGoto: (name) => `goto '${name}' is not a chain`,
  noTable: (name) => `can't initialize iptables table \`${name}': ${notOpened(name)}`,
  noTableToSave: (name) => `iptables-save v${version('legacy')}: Cannot initialize: ${notOpened(name)}`,
  noSection: (name) => `iptables-restore: unable to initialize table '${name}'`,
  refuses: (failure) => iptables(failure, iptcWords[failure]),
  newChainName: (name) =>
    name.length < 29
      ? parsed(name)
      : refused(
          `Invalid chain name \`${name}' (28 chars max)`,
          'The name of a chain has at most 28 letters.',
        ),
  badPolicyLine: (policy, chain, line, why) =>
    `iptables-restore v${version('legacy')}: Can't set policy \`${policy}' on \`${chain}' line ${line}: ${why}`,
  restoreFailed: (_failure, line) => `iptables-restore: line ${line} failed`,
  commitFailed: (commit) => ({ message: `iptables-restore: line ${commit} failed`, status: 1 }),
  order: (used) => used.toReversed(),
  ruleMistake: () => null,
  notTaken: () => null,
  kept: cutPrefix,
  printed: cutPrefix,
  doesItself: () => false,
  printsNowhere: false,
  tellsFirst: true,
  ready: true,
  keepsPolicyCounters: false,
  lateChains: false,
  oneByOne: false,
};

/** Its own words where they are others. */
const nftWords: Readonly<Partial<Record<Failure, string>>> = {
  'no such rule with this target': iptcWords['no such rule'],
  'counter too big': iptcWords['no such rule'],
};

/** What the kernel's nf_tables answers to a batch. */
const nftErrno: Readonly<Partial<Record<Failure, string>>> = {
  'Invalid argument': 'Invalid argument',
  'Numerical result out of range': 'Numerical result out of range',
  'No chain/target/match by that name': 'No such file or directory',
  'Too many levels of symbolic links': 'Too many links',
  'Operation not supported': 'Operation not supported',
  'no such table': 'No such file or directory',
  'chain is built in': 'Device or resource busy',
  'chain in use': 'Device or resource busy',
  'chain not empty': 'Device or resource busy',
};

const nftOperation: Readonly<Partial<Record<Action['kind'], string>>> = {
  append: 'RULE_APPEND',
  insert: 'RULE_INSERT',
  replace: 'RULE_REPLACE',
  'delete-chain': 'CHAIN_DEL',
  zero: 'CHAIN_ZERO',
  list: 'CHAIN_ZERO',
  'list-rules': 'CHAIN_ZERO',
};

/** The kernel's answer to one message of a batch. Reference: iptables/nft.c, mnl_append_error. */
const nftAnswer = (failure: Failure, action: Action['kind'], chain: string): string =>
  `${nftOperation[action]} failed (${nftErrno[failure]}): ${['append', 'insert', 'replace'].includes(action) ? 'rule in ' : ''}chain ${chain}`;

/** A limit without a burst gets the usual one. */
const keptLimit = (use: Use): Use => {
  const data = use.data as { readonly burst: number };
  return data.burst === 0 ? { ...use, data: { ...data, burst: 5 } } : use;
};

const lists = (action: Action): action is Extract<Action, { readonly kind: 'list' | 'list-rules' }> =>
  action.kind === 'list' || action.kind === 'list-rules';
const noListing = (program: string, chain: string, table: TableName): string =>
  `${program} v${version('nf_tables')}: chain \`${chain}' in table \`${table}' is incompatible, use 'nft' tool.`;

/** Reference: iptables/xtables.c, iptables/nft.c, iptables/nft-shared.c. */
export const nft: Backend = {
  name: 'nft',
  version: version('nf_tables'),
  says: (program) => `${program} v${version('nf_tables')}`,
  noTarget: (name) => `Chain '${name}' does not exist`,
  noGoto: (name) => `Chain '${name}' does not exist`,
  noTable: (name) => `table '${name}' does not exist`,
  noTableToSave: (name) => `Table \`${name}' does not exist`,
  noSection: (name, line) => `iptables-restore: line ${line} table name '${name}' invalid`,
  refuses(failure, action, table, chain) {
    if (failure === 'no such chain' && lists(action))
      return { message: noListing('iptables', chain, table), status: 1 };
    if (nftErrno[failure] === undefined) return iptables(failure, nftWords[failure] ?? iptcWords[failure]);
    return {
      message: `iptables v${version('nf_tables')}:  ${nftAnswer(failure, action.kind, chain)}`,
      status: 4,
    };
  },
  newChainName: (name) => newChainName(name, () => false),
  badPolicyLine: (_policy, _chain, line, why) => `iptables-restore: line ${line} failed: ${why}.`,
  restoreFailed: (failure, line, action, table) =>
    failure === 'no such chain' && lists(action)
      ? noListing('iptables-restore', action.chain!, table)
      : `iptables-restore: line ${line} failed: ${nftWords[failure] ?? iptcWords[failure]}.`,
  commitFailed: (_commit, refused) => ({
    message: `iptables-restore v${version('nf_tables')}: ${refused.map((r) => `\nline ${r.line}: ${nftAnswer(r.failure, r.action, r.chain)}`).join('')}`,
    status: 4,
  }),
  order: (used) => (['mangle', 'security', 'raw', 'filter', 'nat'] as const).filter((t) => used.includes(t)),
  ruleMistake(rule) {
    const wrong = rule.matches.find(
      (use) => ports.has(use.name) && doesPorts(use) && rule.protocol?.number !== ports.get(use.name),
    );
    return wrong ? `${wrong.name.toUpperCase()} match requires '-p ${wrong.name}'` : null;
  },
  notTaken({ source, destination, matches, target }) {
    if ([source, destination].some((a) => a?.mask === 0))
      return { errno: 'Invalid argument', hint: 'Every address is in 0.0.0.0/0, so "not in it" fits none.' };
    const absent = [
      ...matches.map((use) => findMatch(use.name)),
      target.kind === 'extension' ? findTarget(target.use.name) : undefined,
    ].find((e) => e?.absent);
    const hint =
      absent?.absent ??
      (target.kind === 'verdict' && target.verdict === 'QUEUE'
        ? 'nf_tables has no QUEUE. Use NFQUEUE.'
        : null);
    return hint === null ? null : { errno: 'No chain/target/match by that name', hint };
  },
  kept(rule) {
    const read = readBack(rule);
    return { ...read, matches: read.matches.map((use) => (use.name === 'limit' ? keptLimit(use) : use)) };
  },
  // It has no QUEUE, and prints what it sends instead.
  printed: (rule) =>
    rule.target.kind === 'verdict' && rule.target.verdict === 'QUEUE'
      ? { ...readBack(rule), target: { kind: 'jump', chain: 'standard' } }
      : readBack(rule),
  doesItself: (use) =>
    use.name === 'TRACE' || use.name === 'limit' || (ports.has(use.name) && doesPorts(use)),
  printsNowhere: true,
  tellsFirst: false,
  ready: false,
  keepsPolicyCounters: true,
  lateChains: true,
  oneByOne: true,
};

/** The command that a host has. */
export const backendOf = (filter: PacketFilter): Backend => (filter.backend === 'nft' ? nft : legacy);
