import { type Parsed, parsed, refused } from './problem.ts';
import type { TableName } from './types.ts';
import { tableNames } from './types.ts';

/** Targets that are verdicts, not extensions. */
export const verdicts = ['ACCEPT', 'DROP', 'RETURN', 'QUEUE'] as const;
export type VerdictName = (typeof verdicts)[number];

/** Whether a target's name is a verdict. */
export const isVerdict = (name: string): name is VerdictName => (verdicts as readonly string[]).includes(name);

/** Whether a name is one of the five tables. */
export const isTable = (name: string): name is TableName => (tableNames as readonly string[]).includes(name);

/** The rules for a new chain's name. Reference: iptables/xshared.c, assert_valid_chain_name. */
export const newChainName = (name: string, isTarget: (name: string) => boolean): Parsed<string> => {
  if (name.startsWith('-') || name.startsWith('!'))
    return refused(`chain name not allowed to start with \`${name[0]}'`, 'Begin the name of a chain with a letter.');
  if (name.length >= 29)
    return refused(
      `chain name \`${name}' too long (must be under 29 chars)`,
      'The name of a chain has at most 28 letters.',
      name.slice(0, 28),
    );
  if (name === '') return refused('chain name may not clash with target name', 'The chain has no name.');
  if (isVerdict(name) || isTarget(name))
    return refused('chain name may not clash with target name', `${name} is a target already. Choose another name for your chain.`);
  if (/\s/.test(name)) return refused(`Invalid chain name \`${name}'`, 'The name of a chain has no blanks in it.');
  return parsed(name);
};
