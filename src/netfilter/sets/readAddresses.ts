import type { Address } from '../types.ts';
import { parseUint } from '../values/uint.ts';
import { type Refuse, readNumber } from './readNumber.ts';

/** An address, with the length of a prefix or the other end of a range. */
export interface Addresses {
  readonly from: Address;
  readonly to: Address | null;
  readonly length: number | null;
}

/** An address as inet_aton(3) reads it: `10.1` is 10.0.0.1. */
const aton = (text: string): Address | null => {
  const parts = text.split('.').map((part) => parseUint(part, 0, 0xffffffff));
  if (parts.length > 4 || parts.includes(null)) return null;
  const numbers = parts.map(Number);
  const last = numbers.pop()!;
  if (numbers.some((n) => n > 255) || last >= 256 ** (4 - numbers.length)) return null;
  return numbers.reduce((sum, n, i) => sum + n * 256 ** (3 - i), last);
};

const readAddress = (text: string, refuse: Refuse): Address => {
  const plain = text.replace(/^\[(.*)\]$/, '$1');
  const address = plain === 'localhost' ? 0x7f000001 : aton(plain);
  if (address === null)
    throw refuse(
      `Syntax error: cannot parse ${text}: resolving to IPv4 address failed`,
      'Write an IPv4 address, such as 10.0.0.1.',
    );
  return address;
};

/** `10.0.0.1`, `10.0.0.0/24`, `10.0.0.1-10.0.0.9`. Reference: ipset, lib/parse.c, parse_ip. */
export const readAddresses = (text: string, refuse: Refuse): Addresses => {
  const slash = text.indexOf('/');
  const length = slash < 0 ? null : readNumber(text.slice(slash + 1), 0, 32, refuse);
  const [first = '', last] = slash < 0 ? text.split(/-(.*)/s) : [text.slice(0, slash)];
  const from = readAddress(first, refuse);
  return { from, to: last === undefined ? null : readAddress(last, refuse), length };
};
