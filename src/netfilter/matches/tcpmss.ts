import { parsed, refused } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { printUintRange, type Range, sayBounds, sayRange, uintRange } from '../values/uint.ts';
import { check } from './check.ts';

/** The maximum segment size a segment offers; null where it offers none. */
const mssOf = ({ packet: { transport: t } }: Skb): number | null =>
  t.kind === 'tcp' && t.options.includes(2) ? (t.mss ?? null) : null;
const range = uintRange(65535);

/**
 * Matches the maximum segment size that a SYN offers. Reference: net/netfilter/xt_tcpmss.c,
 * extensions/libxt_tcpmss.c
 */
export const tcpmss = defineMatch({
  name: 'tcpmss',
  summary: 'Matches the maximum segment size that a SYN announces.',
  protocol: 6,
  options: {
    mss: {
      names: ['--mss'],
      invertible: true,
      required: true,
      help: 'Matches segments that announce this size, or one in this range.',
      means: (v: Range, not: boolean) =>
        `The announced segment size is ${not ? 'not ' : ''}${sayBounds(v, 65535)}.`,
      takes: {
        ...range,
        parse(text, place) {
          const read = range.parse(text, place);
          return read.ok && read.value.from > read.value.to
            ? refused('tcpmss: invalid range given', 'The smaller number comes first.')
            : read;
        },
      },
    },
  },
  parse: (g) => parsed({ ...g.mss!.value, inverted: g.mss!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --mss ${printUintRange(d)}`,
  list: (d) => `tcpmss match ${d.inverted ? '!' : ''}${printUintRange(d)}`,
  phrase: (d) => ({ that: `offer a segment size of ${sayBounds(d, 65535)}`, not: d.inverted }),
  explain: (d) => `the segment offers a size ${d.inverted ? 'other than ' : 'of '}${sayRange(d)}`,
  test(d, skb) {
    const mss = mssOf(skb);
    return mss !== null && mss >= d.from && mss <= d.to ? !d.inverted : d.inverted;
  },
  checks: (d, skb, _, met) => [
    check(
      met,
      `a maximum segment size ${d.inverted ? 'other than' : 'of'} ${sayRange(d)}`,
      mssOf(skb) === null ? 'the packet announces none' : `the packet announces ${mssOf(skb)}`,
    ),
  ],
});
