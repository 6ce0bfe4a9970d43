import { maskOf } from '../../../netfilter/values/address.ts';
import type { Problem } from '../../../text/problem.ts';
import type { Word } from '../../../text/words.ts';
import type { OptionValues } from './optionValues.ts';
import { parameterProblem } from './readLine.ts';

/** An address as inet_aton reads it: the last of fewer than four numbers fills what is left. */
const aton = (text: string): number | null => {
  if (!/^\d+(\.\d+){0,3}$/.test(text)) return null;
  const parts = text.split('.').map(Number);
  const last = parts.pop()!;
  return parts.some((n) => n > 255) || last >= 256 ** (4 - parts.length)
    ? null
    : parts.reduce((sum, n, i) => sum + n * 256 ** (3 - i), last);
};

export const takeFamily = (given: OptionValues, family: 4 | 6, word: Word): Problem | null => {
  if (given.family !== null && given.family !== family)
    return parameterProblem(word, 'mismatched address family', 'Addresses here are IPv4.');
  given.family = family;
  return null;
};

const longNames: Readonly<Record<string, string>> = {
  r: 'reply-src',
  q: 'reply-dst',
  n: 'src-nat',
  g: 'dst-nat',
  j: 'any-nat',
  '{': 'mask-src',
  '}': 'mask-dst',
};

/**
 * An address, with a prefix length where `-s` or `-d` take one. Reference: conntrack.c,
 * nfct_parse_addr_from_opt
 */
export const takeAddress = (
  given: OptionValues,
  owner: string,
  word: Word,
  text = word.text,
): Problem | null => {
  const [host = '', length] = text.split('/');
  const address = aton(host);
  const six = address === null && /^[\da-f:]*:[\da-f:.]*$/i.test(host);
  if (address === null && !six)
    return parameterProblem(word, `Invalid IP address \`${text}'`, 'Write an address such as 10.0.0.1.');
  const mismatched = takeFamily(given, six ? 6 : 4, word);
  if (mismatched) return mismatched;
  if (length !== undefined && !'sd'.includes(owner))
    return parameterProblem(
      word,
      `CIDR notation unavailable for \`--${longNames[owner]}'`,
      'Write one address.',
    );
  const prefix = length === undefined ? 32 : /^\d+$/.test(length) ? Number(length) : 99;
  if (prefix > (six ? 128 : 32))
    return parameterProblem(word, 'Invalid netmask', 'Write the length of a prefix, such as /24.');
  given.values[owner] = address ?? 0;
  if (prefix < 32) given.values[owner === 's' ? '{' : '}'] = maskOf(prefix);
  return null;
};

/** `ADDRESS` or `ADDRESS:PORT` after `-n`, `-g` and `-j`. */
export const takeNat = (given: OptionValues, owner: string, word: Word): Problem | null => {
  given.values[owner] = -1;
  if (word.text === '') return null;
  const [address = '', port, more] = word.text.split(':');
  if (port === undefined || more !== undefined) return takeAddress(given, owner, word);
  if (port === '')
    return parameterProblem(word, "No port specified after `:'", 'Write the port, or leave the colon out.');
  if (!/^\d+$/.test(port) || Number(port) > 65535)
    return parameterProblem(word, `Invalid port \`${port}'`, 'A port is a number up to 65535.');
  given.values[`${owner}:`] = Number(port);
  return takeAddress(given, owner, word, address);
};
