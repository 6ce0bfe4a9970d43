import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { hex2, printTos, tosName, tosValue } from '../values/tos.ts';

/** Matches the TOS byte. Reference: net/netfilter/xt_dscp.c, extensions/libxt_tos.c */
export const tos = defineMatch({
  name: 'tos',
  summary: 'Asks for the TOS byte: how the packet wants to be treated.',
  options: {
    tos: {
      names: ['--tos'],
      takes: tosValue,
      invertible: true,
      required: true,
      help: 'Fits packets with this TOS byte, by number or name; with a mask, only those bits count.',
    },
  },
  parse: (g) => parsed({ ...g.tos!.value, inverted: g.tos!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --tos ${printTos(d)}`,
  list(d, { numeric }) {
    const name = numeric ? null : tosName(d);
    return `tos match${d.inverted ? '!' : ''}${name === null ? printTos(d) : ` ${name}`}`;
  },
  explain: (d) => `the TOS byte is ${d.inverted ? 'not ' : ''}${tosName(d) ?? printTos(d)}`,
  test: (d, skb) => ((skb.packet.tos & d.mask) === d.value) !== d.inverted,
  saw: (_, skb) => `the TOS byte ${hex2(skb.packet.tos)}`,
});
