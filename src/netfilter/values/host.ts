import { parsed, refused } from '../../text/problem.ts';
import type { Value } from '../extension.ts';
import type { Address } from '../types.ts';
import { parseHost, prefixOf, printAddress } from './address.ts';
import { parseUint } from './uint.ts';

/** The error of looking up a name without a network. The message depends on whether it could be a name at all. */
export const noName = (text: string): ReturnType<typeof refused> => {
  // As in a zone file, a backslash escapes a letter, or three digits that are the number of a character.
  const plain = text.replace(/\\(\d{3}|[a-z_-])/gi, (_, escaped: string) =>
    escaped.length === 3 ? String.fromCharCode(Number(escaped)) : escaped,
  );
  const couldBe =
    /^\w[\w.-]*$/.test(plain) &&
    !/^\d+(\.\d+)*$/.test(text) &&
    text.length < 256 &&
    text.split('.').every((part) => part.length < 64);
  const why = couldBe
    ? 'Temporary failure in name resolution'
    : isAddress6(text)
      ? 'Address family for hostname not supported'
      : 'Name or service not known';
  return refused(
    `getaddrinfo: ${why}\n`,
    'Host names cannot be looked up here. Write the address in numbers, such as 192.168.1.20.',
  );
};

const isAddress6 = (text: string): boolean => {
  const groups = text.split(':');
  const short = text.includes('::') && !/::.*::|:::/.test(text);
  return (
    groups.every((g) => /^[\da-f]{0,4}$/i.test(g)) &&
    (short ? groups.length <= 9 : groups.length === 8 && !groups.includes(''))
  );
};

/** Reads an address as inet_aton(3) does: `10.1` is 10.0.0.1, `1` is 0.0.0.1. Null where it is no address. */
export const inetAton = (text: string): Address | null => {
  const parts = text
    .split('.')
    .map((part) => (/^(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)$/i.test(part) ? parseUint(part, 0, 0xffffffff) : null));
  if (parts.length > 4 || parts.includes(null)) return null;
  const numbers = parts.map(Number);
  const last = numbers.pop()!;
  if (numbers.some((n) => n > 255) || last >= 256 ** (4 - numbers.length)) return null;
  return numbers.reduce((sum, n, i) => sum + n * 256 ** (3 - i), last);
};

/** The names of Debian's /etc/networks, and the one of /etc/hosts. */
const networks: ReadonlyMap<string, Address> = new Map([
  ['default', 0],
  ['loopback', 0x7f000000],
  ['link-local', 0xa9fe0000],
]);
const localhost = 0x7f000001;
const names = new Map([...networks].map(([name, address]) => [address, name])).set(localhost, 'localhost');

/**
 * The address of a host or network by its name; null where the name is unknown. Reference:
 * libxtables/xtables.c, xtables_numeric_to_ipaddr's fallbacks.
 */
export const addressNamed = (name: string): Address | null =>
  networks.get(name.toLowerCase()) ?? hostNamed(name);
const hostNamed = (name: string): Address | null => (name.toLowerCase() === 'localhost' ? localhost : null);

/**
 * An address as `-L` prints it: its name if it has one and `numeric` is false. Reference:
 * libxtables/xtables.c, xtables_ipaddr_to_anyname.
 */
export const listAddress = (address: Address, numeric: boolean): string =>
  (numeric ? undefined : names.get(address)) ?? printAddress(address);

/** One address. Reference: libxtables/xtoptions.c, xtopt_parse_host. */
export const host: Value<Address> = {
  form: 'address',
  parse(text) {
    const address = inetAton(text) ?? hostNamed(text);
    return address === null ? noName(text) : parsed(address);
  },
};

/**
 * A prefix length, or a mask in dotted form; a mask with holes counts as 32. Null where it is neither.
 * Reference: libxtables/xtoptions.c, xtopt_parse_plen.
 */
export const parsePrefixLength = (text: string): number | null => {
  const length = parseUint(text, 0, 32);
  if (length !== null) return Number(length);
  const mask = text.includes('.') ? parseHost(text) : inetAton(text);
  return mask === null ? null : (prefixOf(Number(mask)) ?? 32);
};

/** A prefix length from 0 to 32. */
export const prefixLength: Value<number> = {
  form: 'length',
  parse(text, place) {
    const length = parsePrefixLength(text);
    return length === null
      ? refused(
          `${place.extension}: bad value for option "--${place.option}", neither a valid network mask nor valid CIDR (0-32).\n`,
          'Write a prefix length from 0 to 32.',
        )
      : parsed(length);
  },
};

/** An address with a prefix length. Bits of the host may be set, as they are written. */
export type Network = { readonly address: Address; readonly length: number };

/** `10.0.0.0/8`. Reference: libxtables/xtoptions.c, xtopt_parse_hostmask. */
export const network: Value<Network> = {
  form: 'address[/length]',
  parse(text, place) {
    const slash = text.indexOf('/');
    const length = slash < 0 ? parsed(32) : prefixLength.parse(text.slice(slash + 1), place);
    const address = host.parse(slash < 0 ? text : text.slice(0, slash), place);
    if (!address.ok) return address;
    return length.ok ? parsed({ address: address.value, length: length.value }) : length;
  },
};

/** `10.0.0.0/8`. */
export const printNetwork = (n: Network): string => `${printAddress(n.address)}/${n.length}`;
