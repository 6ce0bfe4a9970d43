import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { printUintRange, type Range, sayBounds, sayRange, uintRange } from '../values/uint.ts';
import { check } from './check.ts';

/** Matches the length of the packet. Reference: net/netfilter/xt_length.c, extensions/libxt_length.c */
export const length = defineMatch({
  name: 'length',
  summary: 'Matches the length of the packet, IP header included.',
  options: {
    length: {
      names: ['--length'],
      takes: uintRange(65535),
      invertible: true,
      required: true,
      help: 'Matches packets of this many bytes, or a number in this range.',
      means: (v: Range, not: boolean) =>
        `The packet is ${not ? 'not ' : ''}${sayBounds(v, 65535)} bytes long, IP header included.`,
    },
  },
  parse: (g) => parsed({ ...g.length!.value, inverted: g.length!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --length ${printUintRange(d)}`,
  list: (d) => `length ${d.inverted ? '!' : ''}${printUintRange(d)}`,
  phrase: (d) => ({
    that: `are ${sayBounds(d, 65535)} ${d.from === 1 && d.to === 1 ? 'byte' : 'bytes'} long`,
    not: d.inverted,
  }),
  explain: (d) => `the packet is ${d.inverted ? 'not ' : ''}${sayRange(d)} bytes long`,
  test: (d, skb) => (skb.packet.length >= d.from && skb.packet.length <= d.to) !== d.inverted,
  checks: (d, skb, _, met) => [
    check(
      met,
      `a length ${d.inverted ? 'other than' : 'of'} ${sayRange(d)} bytes`,
      `the packet has ${skb.packet.length} bytes`,
    ),
  ],
});
