import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type GivenOption, type Value } from '../extension.ts';
import type { Packet } from '../packet.ts';
import { listed, quoted } from '../print/sentence/words.ts';
import { setKey } from '../sets/ipSet.ts';
import { type Compare, lookUp } from '../sets/lookup.ts';
import { printAddress } from '../values/address.ts';
import { printSet, type SetAndSides, saySides, setName } from '../values/setName.ts';
import { parseUint, uint64Max } from '../values/uint.ts';
import { check } from './check.ts';

const counter: Value<string> = {
  form: 'number',
  parse(text) {
    const n = parseUint(text, 0, uint64Max);
    return n === null
      ? refused(`Cannot parse ${text} as a counter value`, 'Give a whole number.')
      : parsed(String(n));
  },
};

/** Of eq, lt and gt only one can be asked. */
const alone = (what: 'packets' | 'bytes') => (before: Readonly<Record<string, unknown>>) =>
  ['Eq', 'Lt', 'Gt'].some((end) => before[`${what}${end}`])
    ? refused(
        `only one of the --${what}-[eq|lt|gt] is allowed`,
        'Use one of them; write a second rule for the other.',
      )
    : null;

type Counter = GivenOption<string> | undefined;
const compared = (eq: Counter, lt: Counter, gt: Counter): Compare | null =>
  eq
    ? { how: eq.inverted ? 'ne' : 'eq', value: eq.value }
    : lt
      ? { how: 'lt', value: lt.value }
      : gt
        ? { how: 'gt', value: gt.value }
        : null;
const printed = (what: string, asked: Compare | null, dashes: string) =>
  asked &&
  (asked.how === 'ne'
    ? `! ${dashes}${what}-eq ${asked.value}`
    : `${dashes}${what}-${asked.how} ${asked.value}`);
const inverted = (given: readonly GivenOption<true>[] | undefined) => given?.some((g) => g.inverted) ?? false;
/** A question about membership alone. */
const plain = { nomatch: false, counts: false, countsInside: false, packets: null, bytes: null } as const;
const sayPort = ({ transport: t }: Packet, side: 'src' | 'dst'): string =>
  t.kind === 'tcp' || t.kind === 'udp' ? `port ${side === 'src' ? t.sport : t.dport}` : 'no port';
const words = { eq: 'exactly', ne: 'not exactly', lt: 'fewer than', gt: 'more than' };

const once = '--match-set can be specified only once';
const named = {
  takes: setName,
  words: 2,
  second: '--match-set requires two args.',
  invertible: true,
  twice: once,
  atOnce: (before: Readonly<Record<string, unknown>>) =>
    before['set'] || before['old']
      ? refused(once, 'One rule may look in two sets: write -m set a second time.')
      : null,
} as const;

/** Looks an address up in a set of ipset. Reference: net/netfilter/xt_set.c, extensions/libxt_set.c */
export const set = defineMatch({
  name: 'set',
  summary: 'Looks an address up in a set made with ipset.',
  options: {
    set: {
      names: ['--match-set'],
      ...named,
      help: 'Matches if the address is in this set.',
      means: (v: SetAndSides, not: boolean) =>
        `The ${saySides(v)} is ${not ? 'not ' : ''}in the ipset ${v.name}.`,
    },
    old: {
      names: ['--set'],
      ...named,
      warns: '--set option deprecated, please use --match-set\n',
      help: 'The old word for --match-set.',
      means: (v: SetAndSides, not: boolean) =>
        `The ${saySides(v)} is ${not ? 'not ' : ''}in the ipset ${v.name}.`,
    },
    nomatch: {
      names: ['--return-nomatch'],
      takes: null,
      repeatable: true,
      notInverted: '--return-nomatch flag cannot be inverted',
      help: 'Matches only entries that the set marks as nomatch.',
    },
    noCounters: {
      names: ['--update-counters'],
      takes: null,
      repeatable: true,
      invertible: true,
      help: 'With ! the set’s own counters stay as they are.',
      means: (_: true, not: boolean) =>
        `${not ? 'Leave the set’s counters alone' : 'Update the set’s counters'}.`,
    },
    noSubcounters: {
      names: ['--update-subcounters'],
      takes: null,
      repeatable: true,
      invertible: true,
      help: 'With ! the counters of sets inside the set stay as they are.',
      means: (_: true, not: boolean) =>
        `${not ? 'Leave the counters of sets inside it alone' : 'Update the counters of sets inside it'}.`,
    },
    packetsEq: {
      names: ['--packets-eq'],
      takes: counter,
      atOnce: alone('packets'),
      invertible: true,
      help: 'Matches if the set has counted exactly this many packets.',
      means: (v: string, not: boolean) => `The set has ${not ? 'not ' : ''}counted exactly ${v} packets.`,
    },
    packetsLt: {
      names: ['--packets-lt'],
      notInverted: '--packets-lt option cannot be inverted',
      takes: counter,
      atOnce: alone('packets'),
      help: 'Matches if the set has counted fewer packets.',
      means: (v: string) => `The set has counted fewer than ${v} packets.`,
    },
    packetsGt: {
      names: ['--packets-gt'],
      notInverted: '--packets-gt option cannot be inverted',
      takes: counter,
      atOnce: alone('packets'),
      help: 'Matches if the set has counted more packets.',
      means: (v: string) => `The set has counted more than ${v} packets.`,
    },
    bytesEq: {
      names: ['--bytes-eq'],
      takes: counter,
      atOnce: alone('bytes'),
      invertible: true,
      help: 'Matches if the set has counted exactly this many bytes.',
      means: (v: string, not: boolean) => `The set has ${not ? 'not ' : ''}counted exactly ${v} bytes.`,
    },
    bytesLt: {
      names: ['--bytes-lt'],
      notInverted: '--bytes-lt option cannot be inverted',
      takes: counter,
      atOnce: alone('bytes'),
      help: 'Matches if the set has counted fewer bytes.',
      means: (v: string) => `The set has counted fewer than ${v} bytes.`,
    },
    bytesGt: {
      names: ['--bytes-gt'],
      notInverted: '--bytes-gt option cannot be inverted',
      takes: counter,
      atOnce: alone('bytes'),
      help: 'Matches if the set has counted more bytes.',
      means: (v: string) => `The set has counted more than ${v} bytes.`,
    },
  },
  demand: (g) =>
    g.set || g.old
      ? null
      : refused(
          "You must specify `--match-set' with proper arguments",
          'Say which set: --match-set NAME src.',
        ),
  parse: (g) =>
    parsed({
      set: (g.set ?? g.old)!.value,
      inverted: (g.set ?? g.old)!.inverted,
      nomatch: g.nomatch !== undefined,
      counts: !inverted(g.noCounters),
      countsInside: !inverted(g.noSubcounters),
      packets: compared(g.packetsEq, g.packetsLt, g.packetsGt),
      bytes: compared(g.bytesEq, g.bytesLt, g.bytesGt),
    }),
  shares: (d) => [setKey(d.set.name)],
  save: (d) => ` ${parts(d, '--')}`,
  list: (d) => parts(d, ''),
  phrase(d) {
    const counts = [
      d.packets && `${words[d.packets.how]} ${d.packets.value} packets`,
      d.bytes && `${words[d.bytes.how]} ${d.bytes.value} bytes`,
    ].filter((c) => c !== null);
    const set = `the ipset ${quoted(d.set.name)}${counts.length ? ` (which counted ${listed(counts)})` : ''}`;
    const [side] = d.set.sides;
    if (d.set.sides.length === 1 && !d.nomatch) {
      const end = { address: `an address in ${set}` };
      return { ...(side === 'src' ? { from: end } : { to: end }), not: d.inverted };
    }
    const where = d.nomatch ? `as an exception (nomatch) in ${set}` : `in ${set}`;
    return { that: `have their ${saySides(d.set)} ${where}`, not: d.inverted };
  },
  explain(d) {
    const where = d.nomatch ? 'is an exception (nomatch) of' : `is ${d.inverted ? 'not ' : ''}in`;
    const counts = [
      d.packets && `${words[d.packets.how]} ${d.packets.value} packets`,
      d.bytes && `${words[d.bytes.how]} ${d.bytes.value} bytes`,
    ].filter(Boolean);
    return `${d.nomatch && d.inverted ? 'not: ' : ''}the packet’s ${saySides(d.set)} ${where} the set ${d.set.name}${counts.length ? `, which counted ${counts.join(' and ')} there` : ''}`;
  },
  test: (d, skb, environment) => lookUp(d.set.name, d.set.sides, skb.packet, d, environment) !== d.inverted,
  checks(d, { packet }, environment, met) {
    const element = d.set.sides
      .map((side, i) =>
        i === 0 ? printAddress(side === 'src' ? packet.source : packet.destination) : sayPort(packet, side),
      )
      .join(', ');
    const inside = lookUp(d.set.name, d.set.sides, packet, { ...plain, nomatch: d.nomatch }, environment);
    const counts = [
      d.packets && `${words[d.packets.how]} ${d.packets.value} packets`,
      d.bytes && `${words[d.bytes.how]} ${d.bytes.value} bytes`,
    ].filter(Boolean);
    const where = d.nomatch ? 'that is an exception (nomatch) of' : d.inverted ? 'not in' : 'in';
    return [
      check(
        met,
        `${d.nomatch && d.inverted ? 'anything but ' : ''}a ${saySides(d.set)} ${where} the set ${d.set.name}${counts.length ? ` that counted ${counts.join(' and ')}` : ''}`,
        `${element} is ${inside ? '' : 'not '}${d.nomatch ? 'an exception of it' : 'in it'}${inside && counts.length && !met ? ', with other counts' : ''}`,
      ),
    ];
  },
});

const parts = (
  d: {
    readonly set: Parameters<typeof printSet>[0];
    readonly inverted: boolean;
    readonly nomatch: boolean;
    readonly counts: boolean;
    readonly countsInside: boolean;
    readonly packets: Compare | null;
    readonly bytes: Compare | null;
  },
  dashes: string,
): string =>
  [
    `${d.inverted ? '! ' : ''}${dashes}match-set ${printSet(d.set)}`,
    d.nomatch && `${dashes}return-nomatch`,
    !d.counts && `! ${dashes}update-counters`,
    !d.countsInside && `! ${dashes}update-subcounters`,
    printed('packets', d.packets, dashes),
    printed('bytes', d.bytes, dashes),
  ]
    .filter(Boolean)
    .join(' ');
