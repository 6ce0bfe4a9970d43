import { own } from '../../../text/own.ts';
import type { Match, Refusal, RuleContext, Target } from '../../extension.ts';
import { findMatch, findTarget } from '../../registry.ts';
import type { Hook, Table, Use } from '../../types.ts';
import { protocolName } from '../../values/protocol.ts';
import type { Backend, KernelError } from '../backend.ts';
import type { RuleSpec } from '../command.ts';
import { refusalHints } from '../refusalHints.ts';
import type { SharedNames } from '../sharedNames.ts';
import { jumpTarget } from './jumps.ts';

/**
 * Rules cannot jump to built-in chains. libiptc says so before it asks the kernel anything. nf_tables refuses the
 * target when it has checked the matches, and a built-in chain that does not exist yet is unknown to it.
 * Reference: libiptc/libiptc.c, iptcc_map_target.
 */
export const jumpsToBuiltIn = (
  table: Table,
  chain: string,
  rule: RuleSpec,
  backend: Backend,
): KernelError | null => {
  const to = jumpTarget(rule);
  if (to === null || own(table.chains, to)?.policy === null) return null;
  const isUnknown = to !== chain && (table.unmade?.includes(to) ?? false);
  return {
    errno: backend.tablesExistFromStart
      ? 'Invalid argument'
      : isUnknown
        ? 'No chain/target/match by that name'
        : 'Operation not supported',
    hint: `${to} is a built-in chain. Rules can only jump to chains that you made with -N.`,
  };
};

/**
 * What libiptc refuses to add, and to look for, before the kernel is asked; null where it does not. nf_tables'
 * command leaves all of it to the kernel.
 */
export const immediateRefusal = (
  table: Table,
  chain: string,
  rule: RuleSpec,
  backend: Backend,
): KernelError | null => (backend.loadsWholeTables ? jumpsToBuiltIn(table, chain, rule, backend) : null);

/** Why the kernel refuses a rule in this chain, which packets reach from these hooks; null where it takes it. */
export const ruleRefusal = (
  table: Table,
  chain: string,
  hooks: readonly Hook[],
  rule: RuleSpec,
  backend: Backend,
  sharedNames: SharedNames,
): KernelError | null => {
  const toBuiltIn = jumpsToBuiltIn(table, chain, rule, backend);
  const answer = backend.refusesRule(rule);
  // Most rules have no extension to ask.
  if (answer || (rule.matches.length === 0 && rule.target.kind === 'verdict')) return answer;
  const context: RuleContext = {
    table: table.name,
    chain,
    rule,
    matches: rule.matches,
    hooks,
    usersOf: (key) => sharedNames.usersOf(key),
  };
  for (const use of rule.matches) {
    const refused = extensionRefusal(findMatch(use.name)!, use, rule, context, backend);
    if (refused) return refused;
  }
  if (toBuiltIn) return toBuiltIn;
  if (rule.target.kind !== 'extension') return null;
  return extensionRefusal(findTarget(rule.target.use.name)!, rule.target.use, rule, context, backend);
};

/**
 * The kernel checks table, hooks and protocol, then the extension its own data.
 * Reference: net/netfilter/x_tables.c, xt_check_match and xt_check_target.
 */
const extensionRefusal = (
  extension: Match | Target,
  use: Use,
  rule: RuleSpec,
  context: RuleContext,
  backend: Backend,
): Refusal | null => {
  const { kind, name, tables, hooks, protocol, absent } = extension;
  const invalid = (hint: string): Refusal => ({ errno: 'Invalid argument', hint });
  if (backend.actsOut(use)) return null;
  if (absent) return { errno: 'No chain/target/match by that name', hint: absent };
  if (tables && !tables.includes(context.table))
    return invalid(refusalHints.get().otherTable(extension, tables, rule, context));
  const wrong = context.hooks!.find((h) => hooks && !hooks.includes(h));
  if (wrong) return invalid(refusalHints.get().otherChain(extension, wrong, rule, context));
  const { protocol: given } = rule;
  if (protocol !== undefined && (given?.number !== protocol || given.inverted))
    return invalid(`The ${kind} ${name} needs -p ${protocolName(protocol)} in the same rule.`);
  const refusal = extension.check?.(use.data, context) ?? null;
  return refusal?.legacyOnly && backend.name === 'nft' ? null : refusal;
};
