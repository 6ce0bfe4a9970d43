import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { ether } from '../values/ether.ts';
import { check } from './check.ts';

/** Matches the Ethernet address of the sender. Reference: net/netfilter/xt_mac.c, extensions/libxt_mac.c */
export const mac = defineMatch({
  name: 'mac',
  summary: 'Matches the Ethernet source address: that of the last machine on this link.',
  hooks: ['PREROUTING', 'INPUT', 'FORWARD'],
  options: {
    source: {
      names: ['--mac-source'],
      takes: ether,
      invertible: true,
      required: true,
      help: 'Matches packets from this Ethernet address.',
      means: (v: string, not: boolean) => `Ethernet source address ${not ? 'other than ' : ''}${v}.`,
    },
  },
  parse: (g) => parsed({ address: g.source!.value, inverted: g.source!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --mac-source ${d.address}`,
  list: (d) => `MAC ${d.inverted ? '! ' : ''}${d.address}`,
  phrase: (d) => ({ that: `come from the Ethernet address ${d.address}`, not: d.inverted }),
  explain: (d) => `the Ethernet source is ${d.inverted ? 'not ' : ''}${d.address}`,
  test: (d, skb) => skb.mac !== null && (skb.mac === d.address) !== d.inverted,
  checks: (d, skb, _, met) => [
    check(
      met,
      `an Ethernet source ${d.inverted ? 'other than' : 'of'} ${d.address}`,
      skb.mac === null ? 'the packet has no Ethernet source' : `the packet has ${skb.mac}`,
    ),
  ],
});
