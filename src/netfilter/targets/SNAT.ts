import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { natTo, printNatTo } from '../values/natRange.ts';
import { choice, choiceOptions, natRange, printChoice, sayTo } from './nat.ts';

/** Writes a source address you name. Reference: net/netfilter/xt_nat.c, extensions/libxt_NAT.c */
export const SNAT = defineTarget({
  name: 'SNAT',
  summary: 'Gives packets of a connection the source address you name, and undoes it for the answers.',
  tracks: () => true,
  tables: ['nat'],
  hooks: ['INPUT', 'POSTROUTING'],
  options: {
    to: {
      names: ['--to-source'],
      takes: natTo,
      required: true,
      help: 'The new source address, or a range, perhaps with ports.',
    },
    ...choiceOptions,
  },
  parse: (given) => parsed({ ...given.to!.value, ...choice(given) }),
  save: (d) => ` --to-source ${printNatTo(d)}${printChoice(d, '--')}`,
  list: (d) => `to:${printNatTo(d)}${printChoice(d, '')}`,
  explain: (d) => `the source becomes ${sayTo(d)}`,
  apply: (d) => ({ kind: 'nat', range: natRange('source', d, d) }),
});
