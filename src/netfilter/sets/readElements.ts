import type { Word } from '../../text/words.ts';
import { protocolNumber } from '../values/protocol.ts';
import { addressesOf, inOrder } from './addressesOf.ts';
import { dimensionOf, type Element, hasNets, type IpSet, noElement } from './ipSet.ts';
import { IpsetError } from './ipsetError.ts';
import { printAddresses, printPort } from './printElement.ts';
import { readAddresses } from './readAddresses.ts';
import type { Refuse } from './readNumber.ts';
import { readPortRange, readPorts } from './readPorts.ts';

/** What an argument names: one element or several. */
export interface Elements {
  /** Throws an IpsetError where the kernel refuses one. */
  readonly all: () => Iterable<Element>;
  /** As `test` prints it. */
  readonly text: string;
  /** What `test` says where it does not take such an argument. */
  readonly notForTest: string | null;
}

/** Reads the entry of `add`, `del` or `test`. Throws an IpsetError. Reference: ipset, lib/parse.c, ipset_parse_elem. */
export const readElements = (word: Word, set: IpSet, command: 'add' | 'del' | 'test'): Elements => {
  const refuse: Refuse = (message, hint) => new IpsetError(word, message, hint);
  const isTest = command === 'test';
  if (set.type === 'list:set') return readSetName(word.text, refuse);
  const [first, second] = splitParts(word.text, set, refuse);
  return set.type === 'bitmap:port'
    ? readBitmapPorts(first, set, isTest, refuse)
    : readAddressElements(first, second, set, isTest, refuse);
};

const readSetName = (name: string, refuse: Refuse): Elements => {
  if (name.length > 31)
    throw refuse(
      `Syntax error: setname '${name}' is longer than 31 characters`,
      'A set’s name has at most 31 characters.',
    );
  return { all: () => [{ ...noElement, set: name }], text: name, notForTest: null };
};

/** The parts of an entry: an address, and a port where the type has one. */
const splitParts = (text: string, { type }: IpSet, refuse: Refuse): readonly [string, string | null] => {
  const comma = text.indexOf(',');
  const isLast = comma === text.length - 1;
  if (dimensionOf(type) === 1) {
    if (comma < 0 || isLast) return [text, null];
    throw refuse(
      `Syntax error: Elem separator in ${text}, but settype ${type} supports none.`,
      `An entry of ${type} has only one part. Remove the comma and what follows it.`,
    );
  }
  if (comma <= 0 || isLast)
    throw refuse(
      `Syntax error: Second element is missing from ${text}.`,
      'Add a comma and a port after the address: 10.0.0.1,tcp:80.',
    );
  const second = text.slice(comma + 1);
  if (second.includes(','))
    throw refuse(
      `Syntax error: Two elem separators in ${text}, but settype ${type} supports one.`,
      `An entry of ${type} has two parts, such as 10.0.0.1,tcp:80.`,
    );
  return [text.slice(0, comma), second];
};

const rangeInTest = (what: string, { type }: IpSet): string => {
  const family = type === 'bitmap:port' ? 'unspec' : 'inet';
  return `${what} range is not allowed in command test with set type ${type} and family ${family}`;
};

const readBitmapPorts = (text: string, set: IpSet, isTest: boolean, refuse: Refuse): Elements => {
  const colon = text.indexOf(':');
  const [protocol, range] =
    colon > 0 ? [protocolNumber(text.slice(0, colon)) ?? 6, text.slice(colon + 1)] : [6, text];
  const ports = readPortRange(range, protocol, refuse);
  const [from, to] = inOrder(ports.from, ports.to ?? ports.from);
  const { from: min, to: max } = set.range!;
  const all = function* () {
    if (!isTest && (from < min || to > max))
      throw refuse('Element is out of the range of the set', `The set holds ports from ${min} to ${max}.`);
    for (let port = from; port <= to; port++) yield { ...noElement, port };
  };
  const notForTest = ports.to === null ? null : rangeInTest('FROM-TO port', set);
  return { all, text: String(ports.from), notForTest };
};

const readAddressElements = (
  first: string,
  second: string | null,
  set: IpSet,
  isTest: boolean,
  refuse: Refuse,
): Elements => {
  const { type } = set;
  const addresses = readAddresses(first, refuse);
  const ports = second === null ? null : readPorts(second, refuse);
  const all = function* () {
    if (ports?.protocol === 0)
      throw refuse('Invalid protocol specified', 'Name a protocol before the port: tcp:80.');
    if (addresses.length === 0 && !isTest)
      throw refuse(
        'The value of the CIDR parameter of the IP address is invalid',
        'A prefix has at least 1 bit. For every address, add 0.0.0.0/1 and 128.0.0.0/1.',
      );
    for (const at of addressesOf(set, addresses, isTest)) {
      if (at.address === 0 && !hasNets(type))
        throw refuse(
          type === 'hash:ip'
            ? 'Null-valued element, cannot be stored in a hash type of set'
            : 'Kernel error received: Invalid argument',
          '0.0.0.0 is not the address of a host. Give another one.',
        );
      if (!ports) yield { ...noElement, ...at };
      else
        for (let [port, last] = inOrder(ports.from, ports.to ?? ports.from); port <= last; port++)
          yield { ...noElement, ...at, protocol: ports.protocol, port };
    }
  };
  const range =
    addresses.to !== null && type !== 'hash:ip'
      ? 'FROM-TO IP'
      : addresses.length !== null && type === 'hash:ip,port'
        ? 'IP/CIDR'
        : ports && ports.to !== null
          ? 'FROM-TO port'
          : null;
  return {
    all,
    text: `${printAddresses(addresses)}${ports ? `,${printPort(ports.protocol, ports.from)}` : ''}`,
    notForTest: range && rangeInTest(range, set),
  };
};
