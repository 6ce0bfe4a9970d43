import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { hex2, printTos, type Tos, tosName, tosValue } from '../values/tos.ts';
import { check } from './check.ts';

/** Matches the TOS byte. Reference: net/netfilter/xt_dscp.c, extensions/libxt_tos.c */
export const tos = defineMatch({
  name: 'tos',
  summary: 'Matches the TOS byte of the IP header.',
  options: {
    tos: {
      names: ['--tos'],
      takes: tosValue,
      invertible: true,
      required: true,
      help: 'Matches packets with this TOS byte, by number or name; with a mask, only those bits count.',
      means: (v: Tos, not: boolean) => `The TOS byte is ${not ? 'not ' : ''}${tosName(v) ?? printTos(v)}.`,
    },
  },
  parse: (g) => parsed({ ...g.tos!.value, inverted: g.tos!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --tos ${printTos(d)}`,
  list(d, { numeric }) {
    const name = numeric ? null : tosName(d);
    return `tos match${d.inverted ? '!' : ''}${name === null ? printTos(d) : ` ${name}`}`;
  },
  phrase: (d) => ({ that: `carry the TOS value ${tosName(d) ?? printTos(d)}`, not: d.inverted }),
  explain: (d) => `the TOS byte is ${d.inverted ? 'not ' : ''}${tosName(d) ?? printTos(d)}`,
  test: (d, skb) => ((skb.packet.tos & d.mask) === d.value) !== d.inverted,
  checks: (d, skb, _, met) => [
    check(
      met,
      `TOS ${d.inverted ? 'other than ' : ''}${tosName(d) ?? printTos(d)}`,
      `the packet has TOS ${hex2(skb.packet.tos)}`,
    ),
  ],
});
