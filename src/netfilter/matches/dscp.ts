import { parsed, refused } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { dscpClass, dscpValue, printDscp, sayDscp } from '../values/dscp.ts';
import { check } from './check.ts';

/** Matches the six DSCP bits of the TOS byte. Reference: net/netfilter/xt_dscp.c, extensions/libxt_dscp.c */
export const dscp = defineMatch({
  name: 'dscp',
  summary: 'Matches the DSCP value, the traffic class in the IP header.',
  options: {
    value: {
      names: ['--dscp'],
      takes: dscpValue,
      invertible: true,
      excludes: ['class'],
      help: 'Matches packets whose six DSCP bits are this number.',
      means: (v: number, not: boolean) => `The DSCP value is ${not ? 'not ' : ''}${sayDscp(v)}.`,
    },
    class: {
      names: ['--dscp-class'],
      takes: dscpClass,
      invertible: true,
      excludes: ['value'],
      help: 'Matches packets of this class, such as EF or AF41.',
      means: (v: number, not: boolean) => `The DSCP value is ${not ? 'not ' : ''}${sayDscp(v)}.`,
    },
  },
  demand: (g) =>
    g.value || g.class
      ? null
      : refused('DSCP match: Parameter --dscp is required', 'Say which class: --dscp-class EF.'),
  parse: (g) => parsed({ dscp: (g.value ?? g.class)!.value, inverted: (g.value ?? g.class)!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --dscp ${printDscp(d.dscp)}`,
  list: (d) => `DSCP match ${d.inverted ? '!' : ''}${printDscp(d.dscp)}`,
  phrase: (d) => ({ that: `carry the DSCP value ${sayDscp(d.dscp)}`, not: d.inverted }),
  explain: (d) => `the DSCP bits are ${d.inverted ? 'not ' : ''}${printDscp(d.dscp)}`,
  test: (d, skb) => (skb.packet.tos >> 2 === d.dscp) !== d.inverted,
  checks: (d, skb, _, met) => [
    check(
      met,
      `DSCP ${d.inverted ? 'other than ' : ''}${printDscp(d.dscp)}`,
      `the packet has DSCP ${printDscp(skb.packet.tos >> 2)}`,
    ),
  ],
});
