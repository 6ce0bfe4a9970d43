import { own } from '../../../text/own.ts';
import { suggest } from '../../../text/suggest.ts';
import { findTarget } from '../../registry.ts';
import type { Chain, Hook, TableName } from '../../types.ts';
import { hooksOf } from '../loadChecks/hooksFor.ts';
import { isVerdict } from '../verdicts.ts';

/** A policy that no chain can have, and where it was written. */
export interface WrittenPolicy {
  readonly table: TableName;
  readonly chain: string;
  readonly policy: string;
  /** The chains of the table, by name. */
  readonly chains: Readonly<Record<string, Chain>>;
  /** What a policy can be there. */
  readonly allowed: readonly ('ACCEPT' | 'DROP')[];
}

/** Where what was written belongs instead; null where nothing is called so. */
const instead = ({ table, chain, policy, chains }: WrittenPolicy): string | null => {
  if (isVerdict(policy)) return `${policy} is for rules.`;
  if (own(chains, policy)?.policy === null)
    return `To send what no rule has decided to ${policy}, add a rule at the end of the chain.`;
  const target = findTarget(policy);
  if (!target || target.absent) return null;
  if (target.tables && !target.tables.includes(table))
    return `${policy} is for rules of the ${target.tables.join(' or ')} table.`;
  const where = hooksOf(target, table);
  return where.includes(chain as Hook)
    ? `For ${policy}, add a rule at the end of the chain.`
    : `${policy} is for rules in ${where.join(' or ')}.`;
};

/** What a policy can be, what to do with the one that was written, and the one that was meant where it is misspelt. */
export const policyHint = (
  written: WrittenPolicy,
): { readonly hint: string; readonly replacement?: string } => {
  const { table, policy, allowed } = written;
  const can = allowed.includes('DROP')
    ? 'A policy is ACCEPT or DROP.'
    : `In ${table}, a policy can only be ACCEPT.`;
  const other = instead(written);
  if (other) return { hint: `${can} ${other}` };
  const near = suggest(policy, allowed);
  return near ? { hint: `${can} Did you mean ${near}?`, replacement: near } : { hint: can };
};
