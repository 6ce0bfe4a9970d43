import { findMatch, findTarget } from '../../registry.ts';
import type { TableName, Use } from '../../types.ts';
import type { Backend, Failure } from '../backend.ts';
import { newChainName } from '../chainName.ts';
import type { Action, RuleSpec } from '../command.ts';
import { lineFailed } from '../restore/lineFailed.ts';
import { libiptcFailed, libiptcWords } from './libiptcWords.ts';
import { nftReadBack, portMatches, writesPortsItself } from './nftReadBack.ts';

const version = '1.8.9 (nf_tables)';

/** The words of libiptc, but for two failures. */
const words = (failure: Failure): string =>
  failure === 'no such rule with this target' || failure === 'counter too big'
    ? libiptcWords['no such rule']
    : libiptcWords[failure];

/** What the kernel's nf_tables answers to a message; other failures the command notices itself. */
const kernelWords: Readonly<Partial<Record<Failure, string>>> = {
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

const operations: Readonly<Partial<Record<Action['kind'], string>>> = {
  append: 'RULE_APPEND',
  insert: 'RULE_INSERT',
  replace: 'RULE_REPLACE',
  'delete-chain': 'CHAIN_DEL',
  zero: 'CHAIN_ZERO',
  list: 'CHAIN_ZERO',
  'list-rules': 'CHAIN_ZERO',
};

/** `RULE_APPEND failed (Invalid argument): rule in chain INPUT`. Reference: iptables/nft.c, mnl_append_error. */
const operationFailed = (failure: Failure, action: Action['kind'], chain: string): string => {
  const what = ['append', 'insert', 'replace'].includes(action) ? 'rule in chain' : 'chain';
  return `${operations[action]} failed (${kernelWords[failure]}): ${what} ${chain}`;
};

const isListing = (action: Action): action is Extract<Action, { readonly kind: 'list' | 'list-rules' }> =>
  action.kind === 'list' || action.kind === 'list-rules';
const cannotList = (program: string, chain: string, table: TableName): string =>
  `${program} v${version}: chain \`${chain}' in table \`${table}' is incompatible, use 'nft' tool.`;

/** A limit without a burst is stored with the usual one. */
const withBurst = (use: Use): Use => {
  const data = use.data as { readonly burst: number };
  return use.name === 'limit' && data.burst === 0 ? { ...use, data: { ...data, burst: 5 } } : use;
};

const isQueue = ({ target }: RuleSpec): boolean => target.kind === 'verdict' && target.verdict === 'QUEUE';

const isOwnPortMatch = (use: Use): boolean => portMatches.has(use.name) && writesPortsItself(use);

/** iptables-nft, on the kernel's nf_tables. Reference: iptables/xtables.c, iptables/nft.c, iptables/nft-shared.c. */
export const nft: Backend = {
  name: 'nft',
  version,
  nameAndVersion: (program) => `${program} v${version}`,
  unknownTarget: (name) => `Chain '${name}' does not exist`,
  unknownGotoChain: (name) => `Chain '${name}' does not exist`,
  unknownTable: (name) => `table '${name}' does not exist`,
  unknownTableToSave: (name) => `Table \`${name}' does not exist`,
  unknownTableToRestore: (name, line) => `iptables-restore: line ${line} table name '${name}' invalid`,
  commandFailed(failure, action, table, chain) {
    if (failure === 'no such chain' && isListing(action))
      return { message: cannotList('iptables', chain, table), status: 1 };
    if (kernelWords[failure] === undefined) return libiptcFailed(failure, words(failure));
    return { message: `iptables v${version}:  ${operationFailed(failure, action.kind, chain)}`, status: 4 };
  },
  restoreLineFailed: (failure, line, action, table) =>
    failure === 'no such chain' && isListing(action)
      ? cannotList('iptables-restore', action.chain!, table)
      : lineFailed(line, words(failure)),
  policyLineFailed: (_policy, _chain, line, why) => lineFailed(line, why),
  commitFailed(_commit, refused) {
    const lines = refused.map((r) => `\nline ${r.line}: ${operationFailed(r.failure, r.action, r.chain)}`);
    return { message: `iptables-restore v${version}: ${lines.join('')}`, status: 4 };
  },
  declaredChainName: (name) => newChainName(name, () => false),
  ruleMistake(rule) {
    const wrong = rule.matches.find(
      (use) => isOwnPortMatch(use) && rule.protocol?.number !== portMatches.get(use.name),
    );
    return wrong ? `${wrong.name.toUpperCase()} match requires '-p ${wrong.name}'` : null;
  },
  refusesRule(rule) {
    const { source, destination, matches, target } = rule;
    if ([source, destination].some((a) => a?.mask === 0))
      return {
        errno: 'Invalid argument',
        hint: 'Every address is in 0.0.0.0/0, so this rule could never match. Name a smaller network.',
      };
    const { absent } =
      [
        ...matches.map((use) => findMatch(use.name)),
        target.kind === 'extension' ? findTarget(target.use.name) : undefined,
      ].find((e) => e?.absent) ?? {};
    if (absent) return { errno: 'No chain/target/match by that name', hint: absent };
    return isQueue(rule)
      ? { errno: 'No chain/target/match by that name', hint: 'nf_tables has no QUEUE. Use -j NFQUEUE.' }
      : null;
  },
  asStored(rule) {
    const read = nftReadBack(rule);
    return { ...read, matches: read.matches.map(withBurst) };
  },
  // It has no QUEUE, and prints the name of what it sends in its place.
  asEchoed: (rule) =>
    isQueue(rule) ? { ...nftReadBack(rule), target: { kind: 'jump', chain: 'standard' } } : nftReadBack(rule),
  // The command goes through its own list. Reference: iptables/nft.c, xtables_ipv4.
  tableOrder: (used) =>
    (['mangle', 'security', 'raw', 'filter', 'nat'] as const).filter((t) => used.includes(t)),
  actsOut: (use) => use.name === 'TRACE' || use.name === 'limit' || isOwnPortMatch(use),
  printsInvertedAnyInterface: true,
  echoesBeforeActing: false,
  tablesExistFromStart: false,
  loadsWholeTables: false,
  resetsPolicyCountersOnChange: false,
  resolvesJumpsAtCommit: true,
};
