import { parsed, refused } from '../../text/problem.ts';
import type { AddressType, Environment } from '../environment.ts';
import { defineMatch } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { listed } from '../print/sentence/words.ts';
import type { Hook } from '../types.ts';
import { printAddress } from '../values/address.ts';
import { wordList } from '../values/wordList.ts';
import { check } from './check.ts';

const types: readonly AddressType[] = [
  'UNSPEC',
  'UNICAST',
  'LOCAL',
  'BROADCAST',
  'ANYCAST',
  'MULTICAST',
  'BLACKHOLE',
  'UNREACHABLE',
  'PROHIBIT',
  'THROW',
  'NAT',
  'XRESOLVE',
];
const list = wordList(types, (rest, last) =>
  last ? `addrtype: bad type "${rest}"` : `addrtype: bad type \`${rest}'`,
);

/** What sentences call an address of a type. */
const called: Partial<Record<AddressType, string>> = {
  LOCAL: 'one of this machine’s own addresses',
  UNICAST: 'a unicast address',
  BROADCAST: 'a broadcast address',
  MULTICAST: 'a multicast address',
};

type Side = { readonly types: readonly AddressType[]; readonly inverted: boolean } | null;
const side = (
  given: { readonly value: readonly AddressType[]; readonly inverted: boolean } | undefined,
): Side => (given ? { types: given.value, inverted: given.inverted } : null);
const device = (limit: 'in' | 'out' | null, skb: Skb) =>
  (limit === 'in' ? skb.input : limit === 'out' ? skb.output : null) ?? undefined;
const sayType = (type: AddressType) => (type === 'LOCAL' ? "one of this machine's own (LOCAL)" : type);
const matchesSide = (
  s: Side,
  address: number,
  limit: 'in' | 'out' | null,
  skb: Skb,
  environment: Environment,
) => s === null || s.types.includes(environment.addressType(address, device(limit, skb))) !== s.inverted;

/**
 * Matches the kind of an address, as routing sees it. Reference: net/netfilter/xt_addrtype.c,
 * extensions/libxt_addrtype.c
 */
export const addrtype = defineMatch({
  name: 'addrtype',
  summary:
    'Matches the type of an address: one of this machine’s own (LOCAL), broadcast, multicast and so on.',
  options: {
    source: {
      names: ['--src-type'],
      takes: list,
      invertible: true,
      help: 'Matches packets whose source address is of one of these types.',
      means: (v: readonly AddressType[], not: boolean) =>
        `The source address is ${not ? 'not ' : ''}${listed(
          v.map((t) => called[t] ?? `of type ${t}`),
          'or',
        )}.`,
    },
    destination: {
      names: ['--dst-type'],
      takes: list,
      invertible: true,
      help: 'Matches packets whose destination address is of one of these types.',
      means: (v: readonly AddressType[], not: boolean) =>
        `The destination address is ${not ? 'not ' : ''}${listed(
          v.map((t) => called[t] ?? `of type ${t}`),
          'or',
        )}.`,
    },
    limitIn: {
      names: ['--limit-iface-in'],
      takes: null,
      excludes: ['limitOut'],
      help: 'Looks only at the addresses of the interface the packet arrived on.',
    },
    limitOut: {
      names: ['--limit-iface-out'],
      takes: null,
      help: 'Looks only at the addresses of the interface the packet leaves through.',
    },
  },
  demand: (given) =>
    given.source || given.destination
      ? null
      : refused(
          'addrtype: you must specify --src-type or --dst-type',
          'Say which address, and what kind: --dst-type LOCAL.',
        ),
  parse(given) {
    return parsed({
      source: side(given.source),
      destination: side(given.destination),
      limit: given.limitIn ? ('in' as const) : given.limitOut ? ('out' as const) : null,
    });
  },
  check(d, { chain, hooks }) {
    // nf_tables asks for the chain alone, and not from where it is reached.
    const wrong = (...places: readonly Hook[]) =>
      hooks!.some((h) => places.includes(h))
        ? {
            errno: 'Invalid argument' as const,
            ...(places.some((p) => p === chain) ? {} : { legacyOnly: true as const }),
          }
        : null;
    const out = d.limit === 'out' ? wrong('PREROUTING', 'INPUT') : null;
    if (out)
      return {
        ...out,
        hint: 'A packet that has arrived has no outgoing interface yet. Use --limit-iface-in.',
      };
    const back = d.limit === 'in' ? wrong('POSTROUTING', 'OUTPUT') : null;
    return (
      back && {
        ...back,
        hint: 'A packet that is leaving has no incoming interface here. Use --limit-iface-out.',
      }
    );
  },
  save(d) {
    const one = (name: string, s: Side) =>
      s ? `${s.inverted ? ' !' : ''} --${name} ${s.types.join(',')}` : '';
    return `${one('src-type', d.source)}${one('dst-type', d.destination)}${d.limit ? ` --limit-iface-${d.limit}` : ''}`;
  },
  list(d) {
    const one = (name: string, s: Side) => (s ? ` ${name} ${s.inverted ? '!' : ''}${s.types.join(',')}` : '');
    return `ADDRTYPE match${one('src-type', d.source)}${one('dst-type', d.destination)}${d.limit ? ` limit-${d.limit}` : ''}`;
  },
  phrase(d) {
    const where =
      d.limit === 'in' ? ' on the interface they arrive on' : ' on the interface they leave through';
    const one = (s: NonNullable<Side>) => ({
      address: `${s.types.map((t) => called[t] ?? `an address of type ${t}`).join(' or ')}${d.limit ? where : ''}`,
    });
    return [
      ...(d.source ? [{ from: one(d.source), not: d.source.inverted }] : []),
      ...(d.destination ? [{ to: one(d.destination), not: d.destination.inverted }] : []),
    ];
  },
  explain(d) {
    const one = (which: string, s: Side) =>
      s
        ? [
            `the ${which} address is ${s.inverted ? 'not ' : ''}${s.types.map((t) => (t === 'LOCAL' ? 'one of this machine’s own (LOCAL)' : t)).join(' or ')}`,
          ]
        : [];
    return [...one('source', d.source), ...one('destination', d.destination)].join(', and ');
  },
  test: (d, skb, environment) =>
    matchesSide(d.source, skb.packet.source, d.limit, skb, environment) &&
    matchesSide(d.destination, skb.packet.destination, d.limit, skb, environment),
  *checks(d, skb, environment) {
    const { source, destination } = skb.packet;
    for (const [which, s, address] of [
      ['source', d.source, source],
      ['destination', d.destination, destination],
    ] as const)
      if (s)
        yield check(
          matchesSide(s, address, d.limit, skb, environment),
          `a ${which} that is ${s.inverted ? 'not ' : ''}${s.types.map(sayType).join(' or ')}`,
          `${printAddress(address)} is ${sayType(environment.addressType(address, device(d.limit, skb)))}`,
        );
  },
});
