import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type GivenOption, type Value } from '../extension.ts';
import type { Address } from '../types.ts';
import { parseHost, printAddress } from '../values/address.ts';
import { check } from './check.ts';

type AddressRange = { readonly from: Address; readonly to: Address };
type Side = (AddressRange & { readonly inverted: boolean }) | null;

const addressRange: Value<AddressRange> = {
  form: 'address-address',
  parse(text, place) {
    const dash = text.indexOf('-');
    const parts = dash < 0 ? [text] : [text.slice(0, dash), text.slice(dash + 1)];
    const numbers = parts.map(parseHost);
    const wrong = numbers.indexOf(null);
    if (wrong >= 0)
      return refused(
        `${place.extension}: Bad value for "--${place.option}" option: "${parts[wrong]}"`,
        'Write two addresses with a - between: 10.0.0.1-10.0.0.9.',
      );
    const from = numbers[0]!;
    const to = numbers[1] ?? from;
    return parsed(
      { from, to },
      from > to ? `xt_iprange: range ${text} is reversed and will never match\n` : undefined,
    );
  },
};
const side = (g: GivenOption<AddressRange> | undefined): Side =>
  g ? { ...g.value, inverted: g.inverted } : null;
const print = (r: AddressRange) => `${printAddress(r.from)}-${printAddress(r.to)}`;
const matchesSide = (s: Side, address: Address) =>
  s === null || (address >= s.from && address <= s.to) !== s.inverted;

/** Matches addresses between two. Reference: net/netfilter/xt_iprange.c, extensions/libxt_iprange.c */
export const iprange = defineMatch({
  name: 'iprange',
  summary: 'Matches an address between two others.',
  options: {
    source: {
      names: ['--src-range'],
      takes: addressRange,
      invertible: true,
      help: 'Matches packets from an address in this range, both ends included.',
      means: (v: AddressRange, not: boolean) =>
        `Source address ${not ? 'outside ' : ''}${print(v).replace('-', ' to ')}.`,
    },
    destination: {
      names: ['--dst-range'],
      takes: addressRange,
      invertible: true,
      help: 'Matches packets to an address in this range, both ends included.',
      means: (v: AddressRange, not: boolean) =>
        `Destination address ${not ? 'outside ' : ''}${print(v).replace('-', ' to ')}.`,
    },
  },
  demand: (g) =>
    g.source || g.destination
      ? null
      : refused(
          "iprange match: You must specify `--src-range' or `--dst-range'",
          'Say which range: --src-range 10.0.0.1-10.0.0.9.',
        ),
  parse: (g) => parsed({ source: side(g.source), destination: side(g.destination) }),
  save: (d) =>
    `${d.source ? `${d.source.inverted ? ' !' : ''} --src-range ${print(d.source)}` : ''}${d.destination ? `${d.destination.inverted ? ' !' : ''} --dst-range ${print(d.destination)}` : ''}`,
  list: (d) =>
    [
      d.source && `source IP range ${d.source.inverted ? '! ' : ''}${print(d.source)}`,
      d.destination && `destination IP range ${d.destination.inverted ? '! ' : ''}${print(d.destination)}`,
    ]
      .filter(Boolean)
      .join(' '),
  phrase: (d) => [
    ...(d.source
      ? [{ from: { address: `${print(d.source).replace('-', '–')}` }, not: d.source.inverted }]
      : []),
    ...(d.destination
      ? [{ to: { address: `${print(d.destination).replace('-', '–')}` }, not: d.destination.inverted }]
      : []),
  ],
  explain: (d) =>
    [
      d.source && `it comes from ${d.source.inverted ? 'outside of ' : ''}${print(d.source)}`,
      d.destination &&
        `it goes to ${d.destination.inverted ? 'somewhere outside of ' : ''}${print(d.destination)}`,
    ]
      .filter(Boolean)
      .join(', and '),
  test: (d, skb) =>
    matchesSide(d.source, skb.packet.source) && matchesSide(d.destination, skb.packet.destination),
  checks: (d, { packet: { source, destination } }) =>
    [['source', d.source, source] as const, ['destination', d.destination, destination] as const].flatMap(
      ([which, s, address]) =>
        s
          ? [
              check(
                matchesSide(s, address),
                `a ${which} ${s.inverted ? 'outside' : 'in'} ${print(s)}`,
                `the packet's ${which} is ${printAddress(address)}`,
              ),
            ]
          : [],
    ),
});
