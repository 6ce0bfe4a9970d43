import { suggest } from '../../text/suggest.ts';
import type { Word } from '../../text/words.ts';
import { emptyIntMap } from '../state/intMap.ts';
import { servicePort } from '../values/service.ts';
import { readNumber } from './element.ts';
import { hasNets, type IpSet, type SetType } from './ipSet.ts';
import { Mistake, notHere, type Place, usage } from './mistake.ts';

/** The types of sets there are. */
export const setTypes: readonly SetType[] = [
  'hash:ip',
  'hash:net',
  'hash:ip,port',
  'hash:net,port',
  'bitmap:port',
  'list:set',
];
const others: Readonly<Record<string, SetType>> = {
  iphash: 'hash:ip',
  nethash: 'hash:net',
  ipporthash: 'hash:ip,port',
  portmap: 'bitmap:port',
  setlist: 'list:set',
};
/** Types that the kernel imitated here has no module for. */
const absent = ['hash:mac', 'hash:ip,mark', 'hash:ip,mac', 'hash:net,net', 'hash:net,port,net'];
const unacted = [
  'bitmap:ip',
  'bitmap:ip,mac',
  'hash:ip,port,ip',
  'hash:ip,port,net',
  'hash:net,iface',
  'ipmap',
  'macipmap',
  'ipportiphash',
  'ipportnethash',
];

const flags = ['counters', 'comment', '-4'] as const;
const values = [
  'timeout',
  'family',
  'hashsize',
  'maxelem',
  'bucketsize',
  'initval',
  'netmask',
  'range',
  'size',
] as const;
type Flag = (typeof flags)[number];
type Key = (typeof values)[number];

const takes = (type: SetType, option: string): boolean => {
  switch (option) {
    case 'timeout':
    case 'counters':
    case 'comment':
    case 'skbinfo':
      return true;
    case 'netmask':
      return type === 'hash:ip' || type === 'hash:ip,port';
    case 'bitmask':
      return type === 'hash:ip' || type === 'hash:ip,port';
    case 'range':
      return type === 'bitmap:port';
    case 'size':
      return type === 'list:set';
    default:
      return type.startsWith('hash:');
  }
};

const typeOf = (word: Word): SetType => {
  const type =
    setTypes.find((t) => t === word.text) ??
    (Object.hasOwn(others, word.text) ? others[word.text]! : undefined);
  if (type) return type;
  const hint = `Here are ${setTypes.join(', ')}.`;
  if (absent.includes(word.text))
    throw new Mistake(word, 'Kernel error received: set type not supported', hint);
  if (unacted.includes(word.text)) throw notHere(word, `set type ${word.text}`, hint);
  const near = suggest(word.text, setTypes);
  throw new Mistake(
    word,
    `Syntax error: typename '${word.text}' is unknown`,
    near ? `Did you mean ${near}?` : hint,
    1,
    near ?? undefined,
  );
};

/** A power of two from 64 on. Reference: net/netfilter/ipset/ip_set_hash_gen.h, mtype_create. */
const tableSize = (wanted: number): number => 2 ** Math.max(6, Math.ceil(Math.log2(Math.max(1, wanted))));

const readPort = (text: string, refuse: (message: string) => Mistake): number => {
  const named = /^\d/.test(text) ? null : servicePort(text, 'tcp');
  if (named !== null) return named;
  return readNumber(text, 0, 65535, (message) =>
    refuse(`${message}\nSyntax error: 'tcp' is invalid as number\ncannot parse '${text}' as a tcp port`),
  );
};

/**
 * Reads the words behind `ipset create NAME`. Throws a `Mistake`. Reference: ipset, lib/ipset.c, and
 * lib/ipset_hash_ip.c and its siblings for what each type takes.
 */
export const readCreate = (
  whole: Place,
  typeWord: Word,
  words: readonly Word[],
  { slot, initval }: Pick<IpSet, 'slot' | 'initval'>,
): IpSet => {
  const type = typeOf(typeWord);
  const given: { [K in Key]?: number } = {};
  const set = new Set<string>();
  let range: IpSet['range'] = null;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const option = word.text;
    const known =
      option === '-6' ||
      option === 'skbinfo' ||
      option === 'forceadd' ||
      option === 'bitmask' ||
      ['probes', 'resize', 'gc'].includes(option);
    const isFlag = flags.includes(option as Flag);
    if (!takes(type, option) || !(known || isFlag || values.includes(option as Key)))
      throw usage(
        word,
        `Unknown argument: \`${option}'`,
        `${type} takes ${[...values, ...flags].filter((v) => v !== '-4' && takes(type, v)).join(', ')}.`,
      );
    if (known) throw notHere(word, option, 'Leave it out.');
    if (isFlag) {
      set.add(option);
      continue;
    }
    const value = words[++i];
    if (!value)
      throw usage(
        word,
        `Missing mandatory argument of option \`${option}'`,
        `A value stands behind ${option}.`,
      );
    if (set.has(option))
      throw new Mistake(word, `Syntax error: ${option} already specified`, 'Once is enough.');
    set.add(option);
    const refuse = (message: string, hint = '') => new Mistake(value, message, hint);
    switch (option as Key) {
      case 'timeout':
        given.timeout = readNumber(value.text, 0, 2_147_483, refuse);
        break;
      case 'family':
        if (value.text === 'inet6' || value.text === 'ipv6')
          throw notHere(value, `family ${value.text}`, 'Here is IPv4 only: family inet.');
        if (value.text !== 'inet' && value.text !== 'ipv4')
          throw refuse(`Syntax error: unknown inet family ${value.text}`, 'The family is inet.');
        break;
      case 'netmask':
        given.netmask = readNumber(value.text, 1, 32, (message, hint) =>
          refuse(`${message}\nSyntax error: netmask is out of the inclusive range of 1-32`, hint),
        );
        break;
      case 'bucketsize':
        given.bucketsize = readNumber(value.text, 0, 255, refuse);
        break;
      case 'range': {
        const [first = '', last] = value.text.split(/-(.*)/s);
        const wrong = (message: string) => refuse(message, 'A range of ports: 1-1024.');
        const to = last === undefined ? null : readPort(last, wrong);
        const from = readPort(first, wrong);
        if (to === null)
          throw usage(value, "Mandatory option `to' is missing", 'A range has two ends: 1-1024.');
        range = { from: Math.min(from, to), to: Math.max(from, to) };
        break;
      }
      case 'hashsize':
      case 'maxelem':
      case 'initval':
      case 'size':
        given[option as 'hashsize'] = readNumber(value.text, 0, 0xffffffff, refuse);
        break;
    }
  }
  if (type === 'bitmap:port' && !range)
    throw usage(whole, "Mandatory option `range' is missing", 'Say which ports it may hold: range 0-65535.');
  const bucketsize = given.bucketsize ?? 12;
  return {
    type,
    slot,
    range,
    hashsize: tableSize(given.hashsize ?? 1024),
    maxelem: given.maxelem ?? 65_536,
    bucketsize: Math.min(12, Math.max(2, bucketsize + (bucketsize % 2))),
    initval: given.initval ?? initval,
    netmask: given.netmask ?? null,
    size: Math.max(4, given.size ?? 8),
    timeout: given.timeout ?? null,
    counters: set.has('counters'),
    comment: set.has('comment'),
    buckets: emptyIntMap,
    entries: 0,
  };
};

/**
 * Whether `-exist` takes one set for the other. Reference: net/netfilter/ipset/ip_set_hash_gen.h,
 * mtype_same_set.
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

/** The header line of a list, and what `save` writes behind a set's type. */
export const printHeader = (set: IpSet): string => {
  const extensions = [
    set.timeout !== null && `timeout ${set.timeout}`,
    set.counters && 'counters',
    set.comment && 'comment',
  ];
  const mask = set.netmask !== null && set.netmask !== 32 && `netmask ${set.netmask}`;
  const late = set.type !== 'hash:ip';
  const all = set.range
    ? [`range ${set.range.from}-${set.range.to}`, ...extensions]
    : set.type === 'list:set'
      ? [`size ${set.size}`, ...extensions]
      : [
          `family inet hashsize ${set.hashsize} maxelem ${set.maxelem}`,
          !late && mask,
          ...extensions,
          `bucketsize ${set.bucketsize} initval 0x${set.initval.toString(16).padStart(8, '0')}`,
          late && mask,
        ];
  return all.filter(Boolean).join(' ');
};

/**
 * The kernel's number for what it knows of a type. Reference: net/netfilter/ipset/ip_set_hash_ip.c and its
 * siblings, IPSET_TYPE_REV_MAX.
 */
export const revisionOf: Readonly<Record<SetType, number>> = {
  'hash:ip': 6,
  'hash:net': 7,
  'hash:ip,port': 7,
  'hash:net,port': 8,
  'bitmap:port': 3,
  'list:set': 3,
};

/** About how many bytes it takes; the kernel's own number depends on how entries fall into its buckets. */
export const memoryOf = (set: IpSet): number =>
  set.range
    ? 80 + Math.ceil((set.range.to - set.range.from + 1) / 64) * 8
    : (set.type === 'list:set' ? 80 : hasNets(set.type) ? 456 : 216) +
      set.entries *
        (24 + 2 * (8 + (set.timeout === null ? 0 : 8) + (set.counters ? 16 : 0) + (set.comment ? 8 : 0)));
