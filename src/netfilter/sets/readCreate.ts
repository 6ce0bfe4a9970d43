import type { Span, Word } from '../../text/words.ts';
import { emptyIntMap } from '../state/intMap.ts';
import { servicePort } from '../values/service.ts';
import type { IpSet, SetType } from './ipSet.ts';
import { IpsetError, notSimulated, usageError } from './ipsetError.ts';
import { readNumber } from './readNumber.ts';
import { setTypeOf } from './setTypes.ts';

type Key =
  | 'timeout'
  | 'family'
  | 'hashsize'
  | 'maxelem'
  | 'bucketsize'
  | 'initval'
  | 'netmask'
  | 'range'
  | 'size';

const isHash = (type: SetType) => type.startsWith('hash:');
const isIp = (type: SetType) => type === 'hash:ip' || type === 'hash:ip,port';

/** The options with a value, in the order of our hint, and the types that take them. */
const takesValue: Readonly<Record<Key, (type: SetType) => boolean>> = {
  timeout: () => true,
  family: isHash,
  hashsize: isHash,
  maxelem: isHash,
  bucketsize: isHash,
  initval: isHash,
  netmask: isIp,
  range: (type) => type === 'bitmap:port',
  size: (type) => type === 'list:set',
};
const takesFlag: Readonly<Record<string, (type: SetType) => boolean>> = {
  counters: () => true,
  comment: () => true,
  '-4': isHash,
};
/** Options of the real command that are not simulated. */
const unsimulated: Readonly<Record<string, (type: SetType) => boolean>> = {
  skbinfo: () => true,
  bitmask: isIp,
  forceadd: isHash,
  '-6': isHash,
  probes: isHash,
  resize: isHash,
  gc: isHash,
};
const takes = (options: Readonly<Record<string, (type: SetType) => boolean>>, name: string, type: SetType) =>
  Object.hasOwn(options, name) && options[name]!(type);

/**
 * The number of buckets: a power of two, at least 64.
 * Reference: net/netfilter/ipset/ip_set_hash_gen.h, mtype_create.
 */
const tableSize = (wanted: number): number => 2 ** Math.max(6, Math.ceil(Math.log2(Math.max(1, wanted))));

const readPort = (text: string, refuse: (message: string) => IpsetError): number => {
  const named = /^\d/.test(text) ? null : servicePort(text, 'tcp');
  if (named !== null) return named;
  return readNumber(text, 0, 65535, (message) =>
    refuse(`${message}\nSyntax error: 'tcp' is invalid as number\ncannot parse '${text}' as a tcp port`),
  );
};

/** What the options of a line say. */
interface CreateOptions {
  readonly numbers: { [K in Key]?: number };
  readonly flags: ReadonlySet<string>;
  range: IpSet['range'];
}

/**
 * Reads the words after `ipset create NAME`. `whole` is the line. Throws an IpsetError. Reference: ipset,
 * lib/ipset.c; lib/ipset_hash_ip.c and its siblings for what each type takes.
 */
export const readCreate = (
  whole: Span,
  typeWord: Word,
  words: readonly Word[],
  { slot, initval }: Pick<IpSet, 'slot' | 'initval'>,
): IpSet => {
  const type = setTypeOf(typeWord);
  const { numbers, flags, range } = readOptions(words, type);
  if (type === 'bitmap:port' && !range)
    throw usageError(
      whole,
      "Mandatory option `range' is missing",
      'Add the ports that the set can hold: range 0-65535.',
    );
  const bucketsize = numbers.bucketsize ?? 12;
  return {
    type,
    slot,
    range,
    hashsize: tableSize(numbers.hashsize ?? 1024),
    maxelem: numbers.maxelem ?? 65_536,
    bucketsize: Math.min(12, Math.max(2, bucketsize + (bucketsize % 2))),
    initval: numbers.initval ?? initval,
    netmask: numbers.netmask ?? null,
    size: Math.max(4, numbers.size ?? 8),
    timeout: numbers.timeout ?? null,
    counters: flags.has('counters'),
    comment: flags.has('comment'),
    buckets: emptyIntMap,
    entries: 0,
  };
};

const readOptions = (words: readonly Word[], type: SetType): CreateOptions => {
  const given = new Set<string>();
  const options: CreateOptions = { numbers: {}, flags: given, range: null };
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const option = word.text;
    if (takes(unsimulated, option, type)) throw notSimulated(word, option, 'Leave it out.');
    if (takes(takesFlag, option, type)) {
      given.add(option);
      continue;
    }
    if (!takes(takesValue, option, type)) {
      const known = (Object.keys(takesValue) as Key[]).filter((key) => takesValue[key](type));
      throw usageError(
        word,
        `Unknown argument: \`${option}'`,
        `A set of type ${type} takes ${[...known, 'counters', 'comment'].join(', ')}.`,
      );
    }
    const value = words[++i];
    if (!value)
      throw usageError(
        word,
        `Missing mandatory argument of option \`${option}'`,
        `Write a value after ${option}.`,
      );
    if (given.has(option))
      throw new IpsetError(word, `Syntax error: ${option} already specified`, `Write ${option} once.`);
    given.add(option);
    readValue(option as Key, value, options);
  }
  return options;
};

const readValue = (key: Key, value: Word, options: CreateOptions): void => {
  const refuse = (message: string, hint: string) => new IpsetError(value, message, hint);
  const { numbers } = options;
  switch (key) {
    case 'timeout':
      numbers.timeout = readNumber(value.text, 0, 2_147_483, refuse);
      return;
    case 'family':
      if (value.text === 'inet6' || value.text === 'ipv6')
        throw notSimulated(value, `family ${value.text}`, 'This course has IPv4 only. Write family inet.');
      if (value.text !== 'inet' && value.text !== 'ipv4')
        throw refuse(`Syntax error: unknown inet family ${value.text}`, 'Write family inet.');
      return;
    case 'netmask':
      numbers.netmask = readNumber(value.text, 1, 32, (message, hint) =>
        refuse(`${message}\nSyntax error: netmask is out of the inclusive range of 1-32`, hint),
      );
      return;
    case 'bucketsize':
      numbers.bucketsize = readNumber(value.text, 0, 255, refuse);
      return;
    case 'range': {
      options.range = readRange(value);
      return;
    }
    case 'hashsize':
    case 'maxelem':
    case 'initval':
    case 'size':
      numbers[key] = readNumber(value.text, 0, 0xffffffff, refuse);
  }
};

/** `1-1024`. The last port is read first. */
const readRange = (value: Word): NonNullable<IpSet['range']> => {
  const [first = '', last] = value.text.split(/-(.*)/s);
  const refuse = (message: string) =>
    new IpsetError(value, message, 'Write two ports with a dash between them: 1-1024.');
  const to = last === undefined ? null : readPort(last, refuse);
  const from = readPort(first, refuse);
  if (to === null)
    throw usageError(
      value,
      "Mandatory option `to' is missing",
      'Write two ports with a dash between them: 1-1024.',
    );
  return { from: Math.min(from, to), to: Math.max(from, to) };
};

/**
 * Whether `create -exist` accepts the one set where the other is asked for.
 * Reference: net/netfilter/ipset/ip_set_hash_gen.h, mtype_same_set.
 */
export const sameKind = (a: IpSet, b: IpSet): boolean =>
  a.type === b.type &&
  a.timeout === b.timeout &&
  a.counters === b.counters &&
  a.comment === b.comment &&
  a.range?.from === b.range?.from &&
  a.range?.to === b.range?.to &&
  (a.type.startsWith('hash:')
    ? a.maxelem === b.maxelem && a.netmask === b.netmask
    : a.type !== 'list:set' || a.size === b.size);
