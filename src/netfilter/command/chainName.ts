import { byteLength } from '../../text/bytes.ts';
import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { isVerdict } from './verdicts.ts';

/** The rules for a new chain's name. Reference: iptables/xshared.c, assert_valid_chain_name. */
export const newChainName = (name: string, isTarget: (name: string) => boolean): Parsed<string> => {
  if (name.startsWith('-') || name.startsWith('!'))
    return refused(
      `chain name not allowed to start with \`${name[0]}'`,
      'Begin the name of a chain with a letter.',
    );
  if (byteLength(name) >= 29)
    return refused(
      `chain name \`${name}' too long (must be under 29 chars)`,
      'The name of a chain has at most 28 letters.',
      name.slice(0, 28),
    );
  if (name === '') return refused('chain name may not clash with target name', 'The chain has no name.');
  if (isVerdict(name) || isTarget(name))
    return refused(
      'chain name may not clash with target name',
      `${name} is a target already. Choose another name for your chain.`,
    );
  if (/\s/.test(name))
    return refused(`Invalid chain name \`${name}'`, 'The name of a chain has no blanks in it.');
  return parsed(name);
};

/** What can be told of a `-j` or `-g` by its name alone. Reference: iptables/xshared.c, parse_target. */
export const targetName = (name: string): Parsed<string> => {
  if (name === '')
    return refused('Invalid target name (too short)', 'Name a target, such as ACCEPT or DROP.');
  if (byteLength(name) >= 29)
    return refused(
      `Invalid target name \`${name}' (28 chars max)`,
      'The name of a target or chain has at most 28 letters.',
    );
  if (!/[ \t-\r]/.test(name)) return parsed(name);
  const why = name.endsWith('\r')
    ? 'The line ends in a carriage return, as files from Windows do. Convert the file first.'
    : 'The name of a target has no blanks in it.';
  return refused(`Invalid target name \`${name}'`, why, name.trim());
};
