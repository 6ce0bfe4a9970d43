import { parsed, refused } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { dscpClass, dscpValue, printDscp } from '../values/dscp.ts';

/** Matches the six DSCP bits of the TOS byte. Reference: net/netfilter/xt_dscp.c, extensions/libxt_dscp.c */
export const dscp = defineMatch({
  name: 'dscp',
  summary: 'Asks for the class of traffic that the packet says it belongs to.',
  options: {
    value: {
      names: ['--dscp'],
      takes: dscpValue,
      invertible: true,
      excludes: ['class'],
      help: 'Fits packets whose six DSCP bits are this number.',
    },
    class: {
      names: ['--dscp-class'],
      takes: dscpClass,
      invertible: true,
      excludes: ['value'],
      help: 'Fits packets of this class, such as EF or AF41.',
    },
  },
  demand: (g) =>
    g.value || g.class
      ? null
      : refused('DSCP match: Parameter --dscp is required', 'Say which class: --dscp-class EF.'),
  parse: (g) => parsed({ dscp: (g.value ?? g.class)!.value, inverted: (g.value ?? g.class)!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --dscp ${printDscp(d.dscp)}`,
  list: (d) => `DSCP match ${d.inverted ? '!' : ''}${printDscp(d.dscp)}`,
  explain: (d) => `the DSCP bits are ${d.inverted ? 'not ' : ''}${printDscp(d.dscp)}`,
  test: (d, skb) => (skb.packet.tos >> 2 === d.dscp) !== d.inverted,
  saw: (_, skb) => `the DSCP bits ${printDscp(skb.packet.tos >> 2)}`,
});
