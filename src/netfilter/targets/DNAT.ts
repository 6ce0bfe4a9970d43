import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { natTo, printNatTo } from '../values/natRange.ts';
import { choice, choiceOptions, natRange, printChoice, sayTo } from './nat.ts';

const { random, persistent } = choiceOptions;

/** Writes another destination. Reference: net/netfilter/xt_nat.c, extensions/libxt_NAT.c */
export const DNAT = defineTarget({
  name: 'DNAT',
  summary: 'Sends packets of a connection to another address or port, and undoes it for the answers.',
  tracks: () => true,
  tables: ['nat'],
  hooks: ['PREROUTING', 'OUTPUT'],
  options: {
    to: {
      names: ['--to-destination'],
      takes: natTo,
      required: true,
      help: 'The new destination address, or a range, perhaps with ports.',
    },
    random,
    persistent,
  },
  parse: (given) => parsed({ ...given.to!.value, ...choice(given) }),
  save: (d) => ` --to-destination ${printNatTo(d)}${printChoice(d, '--')}`,
  list: (d) => `to:${printNatTo(d)}${printChoice(d, '')}`,
  explain: (d) => `the destination becomes ${sayTo(d)}`,
  apply: (d) => ({ kind: 'nat', range: natRange('destination', d, d) }),
});
