import { byteLength } from '../../text/bytes.ts';
import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { isVerdict } from './verdicts.ts';

/** Checks the name of a new chain. Reference: iptables/xshared.c, assert_valid_chain_name. */
export const newChainName = (name: string, isTarget: (name: string) => boolean): Parsed<string> => {
  if (name.startsWith('-') || name.startsWith('!'))
    return refused(
      `chain name not allowed to start with \`${name[0]}'`,
      'A chain name must begin with a letter. Choose another name.',
    );
  if (byteLength(name) >= 29)
    return refused(
      `chain name \`${name}' too long (must be under 29 chars)`,
      'A chain name has at most 28 characters.',
      name.slice(0, 28),
    );
  if (name === '')
    return refused(
      'chain name may not clash with target name',
      'The chain’s name is empty. Write a name, such as web.',
    );
  if (isVerdict(name) || isTarget(name))
    return refused(
      'chain name may not clash with target name',
      `${name} is already a target. Choose another name for your chain.`,
    );
  if (/\s/.test(name))
    return refused(
      `Invalid chain name \`${name}'`,
      'A chain name cannot contain spaces. Use - or _ instead.',
    );
  return parsed(name);
};

/**
 * Checks the name after `-j` or `-g`, before chains and targets of that name are looked for.
 * Reference: iptables/xshared.c, parse_target.
 */
export const targetName = (name: string): Parsed<string> => {
  if (name === '')
    return refused(
      'Invalid target name (too short)',
      'The target is empty. Write one, such as ACCEPT or DROP.',
    );
  if (byteLength(name) >= 29)
    return refused(
      `Invalid target name \`${name}' (28 chars max)`,
      'The name of a target or chain has at most 28 characters.',
    );
  if (!/[ \t-\r]/.test(name)) return parsed(name);
  const why = name.endsWith('\r')
    ? 'The line ends with a carriage return, as in files from Windows. Save the file with Unix line endings.'
    : 'The name of a target cannot contain spaces.';
  return refused(`Invalid target name \`${name}'`, why, name.trim());
};
