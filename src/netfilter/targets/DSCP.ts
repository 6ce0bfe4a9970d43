import { parsed, refused } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { dscpClass, dscpValue, printDscp, sayDscp } from '../values/dscp.ts';
import { goesOnWith } from './goesOn.ts';

/** Sets the six DSCP bits of the TOS byte. Reference: net/netfilter/xt_DSCP.c, extensions/libxt_DSCP.c */
export const DSCP = defineTarget({
  name: 'DSCP',
  summary: 'Sets the DSCP value, the traffic class in the IP header.',
  tables: ['mangle'],
  options: {
    value: {
      names: ['--set-dscp'],
      takes: dscpValue,
      excludes: ['class'],
      help: 'The six DSCP bits as a number.',
      means: (v: number) => `The new DSCP value is ${sayDscp(v)}.`,
    },
    class: {
      names: ['--set-dscp-class'],
      takes: dscpClass,
      excludes: ['value'],
      help: 'The class by name, such as EF or AF41.',
      means: (v: number) => `The new DSCP value is ${sayDscp(v)}.`,
    },
  },
  demand: (g) =>
    g.value || g.class
      ? null
      : refused('DSCP target: Parameter --set-dscp is required', 'Say which class: --set-dscp-class EF.'),
  parse: (g) => parsed({ dscp: (g.value ?? g.class)!.value }),
  save: (d) => ` --set-dscp ${printDscp(d.dscp)}`,
  list: (d) => `DSCP set ${printDscp(d.dscp)}`,
  deed: (d) => ({ they: `get the DSCP value ${sayDscp(d.dscp)}`, goesOn: true, packets: true }),
  apply: (d, skb) => goesOnWith(skb, { tos: (skb.packet.tos & 3) | (d.dscp << 2) }),
});
