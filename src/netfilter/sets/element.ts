import type { Word } from '../../text/words.ts';
import type { Address } from '../types.ts';
import { masked, maskOf, printAddress } from '../values/address.ts';
import { icmpName, icmpNames } from '../values/icmpType.ts';
import { protocolName, protocolNumber } from '../values/protocol.ts';
import { servicePort } from '../values/service.ts';
import { parseUint, readUlong } from '../values/uint.ts';
import { dimensionOf, type Element, hasNets, type IpSet, noElement } from './ipSet.ts';
import { Mistake } from './mistake.ts';

/** What an argument names: one element or several, and how `test` prints it. */
export interface Elements {
  readonly all: () => Iterable<Element>;
  readonly text: string;
  /** What `test` does not take of it. */
  readonly notForTest: string | null;
}

type Refuse = (message: string, hint: string) => Mistake;
interface Addresses {
  readonly from: Address;
  readonly to: Address | null;
  readonly length: number | null;
}
interface Ports {
  readonly protocol: number;
  readonly from: number;
  readonly to: number | null;
}

/** A number within bounds. Reference: ipset, lib/parse.c, ipset_strtonum. */
export const readNumber = (
  text: string,
  min: number | bigint,
  max: number | bigint,
  refuse: Refuse,
): number => {
  const read = readUlong(text);
  const why =
    read?.rest !== ''
      ? `'${text}' is invalid as number`
      : /^\s*-/.test(text) || read.value < BigInt(min) || read.value > BigInt(max)
        ? `'${text}' is out of range ${min}-${max}`
        : null;
  if (why) throw refuse(`Syntax error: ${why}`, `Give a whole number from ${min} to ${max}.`);
  return Number(read!.value);
};

/** An address as inet_aton(3) reads it: a last number may stand for several octets. */
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
const readAddresses = (text: string, refuse: Refuse): Addresses => {
  const slash = text.indexOf('/');
  const length = slash < 0 ? null : readNumber(text.slice(slash + 1), 0, 32, refuse);
  const [first = '', last] = slash < 0 ? text.split(/-(.*)/s) : [text.slice(0, slash)];
  const from = readAddress(first, refuse);
  return { from, to: last === undefined ? null : readAddress(last, refuse), length };
};

const portNames: Readonly<Record<number, 'tcp' | 'udp'>> = { 6: 'tcp', 17: 'udp' };

const readPort = (text: string, protocol: number, refuse: Refuse): number => {
  const number = readUlong(text);
  const isNumber = number !== null && number.rest === '';
  const known = isNumber
    ? number.value <= 65535n
      ? Number(number.value)
      : null
    : portNames[protocol]
      ? servicePort(text, portNames[protocol])
      : null;
  if (known !== null) return known;
  const why = isNumber ? `'${text}' is out of range 0-65535` : `'${text}' is invalid as number`;
  const name = protocolName(protocol);
  throw refuse(
    `Syntax error: ${why}\nSyntax error: '${name}' is invalid as number\ncannot parse '${text}' as a ${name} port`,
    'A port is a number from 0 to 65535, or the name of a service such as http.',
  );
};

const readRange = (text: string, protocol: number, refuse: Refuse): Ports => {
  const [first = '', last] = text.split(/-(.*)/s);
  const to = last === undefined ? null : readPort(last, protocol, refuse);
  return { protocol, from: readPort(first, protocol, refuse), to };
};

/** A type and code of ICMP as one number. */
const readIcmp = (text: string, refuse: Refuse): number => {
  const named = icmpNames.find(([name, type]) => name === text && type !== 255);
  if (named) return named[1] * 256 + (named[2] ?? 0);
  const [type = '', code] = text.split(/\/(.*)/s);
  if (code === undefined)
    throw refuse(
      `Cannot parse ${text} as an ICMP type/code.`,
      'Write type and code, as 8/0, or a name, as echo-request.',
    );
  return readNumber(type, 0, 255, refuse) * 256 + readNumber(code, 0, 255, refuse);
};

/**
 * `80`, `udp:53`, `tcp:1000-2000`, `icmp:echo-request`, `gre:0`. Reference: ipset, lib/parse.c,
 * ipset_parse_proto_port.
 */
const readPorts = (text: string, refuse: Refuse): Ports => {
  const colon = text.indexOf(':');
  if (colon <= 0 || colon === text.length - 1) return readRange(text, 6, refuse);
  const [name, rest] = [text.slice(0, colon), text.slice(colon + 1)];
  const protocol = protocolNumber(name === 'all' ? '' : name);
  if (protocol === null)
    throw refuse(
      `Syntax error: cannot parse '${name}' as a protocol`,
      'Protocols are tcp, udp, icmp and others by name or number.',
    );
  if ([6, 17, 132, 136].includes(protocol)) return readRange(rest, protocol, refuse);
  if (protocol === 1) return { protocol, from: readIcmp(rest, refuse), to: null };
  if (protocol === 58)
    throw refuse(
      'Syntax error: Protocol ICMPv6 can be used with family inet6 only\nInvalid add command: missing setname',
      'IPv4 has icmp.',
    );
  if (rest !== '0')
    throw refuse(
      `Syntax error: Protocol ${protocolName(protocol)} can be used with pseudo port value 0 only.`,
      `${protocolName(protocol)} has no ports: write ${name}:0.`,
    );
  return { protocol, from: 0, to: null };
};

/**
 * Networks that together are a range, the largest that fit. Reference: net/netfilter/ipset/ip_set_core.c,
 * ip_set_range_to_cidr.
 */
function* networks(
  from: Address,
  to: Address,
): Generator<{ readonly address: Address; readonly length: number }> {
  for (let at = from; at <= to; ) {
    let length = 32;
    while (length > 1 && masked(at, maskOf(length - 1)) === at && at + 2 ** (33 - length) - 1 <= to) length--;
    yield { address: at, length };
    at += 2 ** (32 - length);
  }
}

const inOrder = (a: number, b: number): readonly [number, number] => (a <= b ? [a, b] : [b, a]);

function* addressesOf(
  set: IpSet,
  { from, to, length }: Addresses,
  single: boolean,
): Generator<{ readonly address: Address; readonly length: number }> {
  if (hasNets(set.type)) {
    if (to === null) yield { address: masked(from, maskOf(length ?? 32)), length: length ?? 32 };
    else yield* networks(...inOrder(from, to));
    return;
  }
  const mask = maskOf(set.netmask ?? 32);
  if (single) return yield { address: masked(from, mask), length: 32 };
  const [first, last] =
    to === null
      ? [
          masked(from, maskOf(length ?? 32)),
          masked(from, maskOf(length ?? 32)) + 2 ** (32 - (length ?? 32)) - 1,
        ]
      : inOrder(from, to);
  const step = 2 ** (32 - (set.netmask ?? 32));
  for (let address = masked(first, mask); address <= last; address += step) yield { address, length: 32 };
}

const sayAddresses = ({ from, to, length }: Addresses): string =>
  `${printAddress(from)}${length === null || length === 32 ? '' : `/${length}`}${to === null ? '' : `-${printAddress(to)}`}`;

/** `tcp:80`, `icmp:echo-request`, `gre:0`. */
export const printPort = (protocol: number, port: number): string => {
  const [type, code] = [port >>> 8, port & 255];
  return `${protocolName(protocol)}:${protocol === 1 ? (icmpName(type, code) ?? (code === 0 ? icmpName(type, null) : null) ?? `${type}/${code}`) : port}`;
};

/** An element as lists and `save` print it. */
export const printElement = (set: IpSet, e: Element): string => {
  if (set.type === 'list:set') return e.set;
  if (set.type === 'bitmap:port') return String(e.port);
  const address = sayAddresses({ from: e.address, to: null, length: e.length });
  return dimensionOf(set.type) === 2 ? `${address},${printPort(e.protocol, e.port)}` : address;
};

/**
 * Reads what `add`, `del` and `test` name. Throws a `Mistake`. Reference: ipset, lib/parse.c,
 * ipset_parse_elem.
 */
export const readElements = (word: Word, set: IpSet, command: 'add' | 'del' | 'test'): Elements => {
  const { type } = set;
  const single = command === 'test';
  const refuse: Refuse = (message, hint) => new Mistake(word, message, hint);
  const notIn = (what: string) =>
    `${what} range is not allowed in command test with set type ${type} and family ${type === 'bitmap:port' ? 'unspec' : 'inet'}`;
  if (type === 'list:set') {
    if (word.text.length > 31)
      throw refuse(
        `Syntax error: setname '${word.text}' is longer than 31 characters`,
        'A set’s name has at most 31 characters.',
      );
    return { all: () => [{ ...noElement, set: word.text }], text: word.text, notForTest: null };
  }
  const comma = word.text.indexOf(',');
  const isTwo = dimensionOf(type) === 2;
  if (!isTwo && comma >= 0 && comma < word.text.length - 1)
    throw refuse(
      `Syntax error: Elem separator in ${word.text}, but settype ${type} supports none.`,
      `An entry of ${type} has one part, and no comma.`,
    );
  if (isTwo && (comma <= 0 || comma === word.text.length - 1))
    throw refuse(
      `Syntax error: Second element is missing from ${word.text}.`,
      'Behind the address stand a comma and a port: 10.0.0.1,tcp:80.',
    );
  const [first, second] = isTwo ? [word.text.slice(0, comma), word.text.slice(comma + 1)] : [word.text, ''];
  if (isTwo && second.includes(','))
    throw refuse(
      `Syntax error: Two elem separators in ${word.text}, but settype ${type} supports one.`,
      `An entry of ${type} has two parts.`,
    );
  if (type === 'bitmap:port') {
    const colon = first.indexOf(':');
    const ports = readRange(
      colon > 0 ? first.slice(colon + 1) : first,
      colon > 0 ? (protocolNumber(first.slice(0, colon)) ?? 6) : 6,
      refuse,
    );
    const [from, to] = inOrder(ports.from, ports.to ?? ports.from);
    const { range } = set;
    const all = function* () {
      if (!single && (from < range!.from || to > range!.to))
        throw refuse(
          'Element is out of the range of the set',
          `The set holds ports from ${range!.from} to ${range!.to}.`,
        );
      for (let port = from; port <= to; port++) yield { ...noElement, port };
    };
    return { all, text: String(ports.from), notForTest: ports.to === null ? null : notIn('FROM-TO port') };
  }
  const addresses = readAddresses(first, refuse);
  const ports = isTwo ? readPorts(second, refuse) : null;
  const all = function* () {
    if (ports?.protocol === 0) throw refuse('Invalid protocol specified', 'Name a protocol: tcp:80.');
    if (addresses.length === 0 && !single)
      throw refuse(
        'The value of the CIDR parameter of the IP address is invalid',
        'A prefix has 1 to 32 bits. All addresses are two networks: 0.0.0.0/1 and 128.0.0.0/1.',
      );
    for (const at of addressesOf(set, addresses, single)) {
      if (at.address === 0 && type === 'hash:ip')
        throw refuse(
          'Null-valued element, cannot be stored in a hash type of set',
          '0.0.0.0 is no address of a host.',
        );
      if (at.address === 0 && type === 'hash:ip,port')
        throw refuse('Kernel error received: Invalid argument', '0.0.0.0 is no address of a host.');
      if (!ports) yield { ...noElement, ...at };
      else
        for (let [port, last] = inOrder(ports.from, ports.to ?? ports.from); port <= last; port++)
          yield { ...noElement, ...at, protocol: ports.protocol, port };
    }
  };
  const notForTest =
    addresses.to !== null && type !== 'hash:ip'
      ? notIn('FROM-TO IP')
      : addresses.length !== null && type === 'hash:ip,port'
        ? notIn('IP/CIDR')
        : ports && ports.to !== null
          ? notIn('FROM-TO port')
          : null;
  return {
    all,
    text: `${sayAddresses(addresses)}${ports ? `,${printPort(ports.protocol, ports.from)}` : ''}`,
    notForTest,
  };
};
