import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { ether } from '../values/ether.ts';

/** Matches the Ethernet address of the sender. Reference: net/netfilter/xt_mac.c, extensions/libxt_mac.c */
export const mac = defineMatch({
  name: 'mac',
  summary: 'Asks for the Ethernet address of whoever put the packet on this wire.',
  hooks: ['PREROUTING', 'INPUT', 'FORWARD'],
  options: {
    source: {
      names: ['--mac-source'],
      takes: ether,
      invertible: true,
      required: true,
      help: 'Fits packets from this Ethernet address.',
    },
  },
  parse: (g) => parsed({ address: g.source!.value, inverted: g.source!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --mac-source ${d.address}`,
  list: (d) => `MAC ${d.inverted ? '! ' : ''}${d.address}`,
  explain: (d) => `the Ethernet source is ${d.inverted ? 'not ' : ''}${d.address}`,
  test: (d, skb) => skb.mac !== null && (skb.mac === d.address) !== d.inverted,
  saw: (_, skb) => (skb.mac === null ? 'no Ethernet address' : `the Ethernet source ${skb.mac}`),
});
