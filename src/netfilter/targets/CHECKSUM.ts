import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { goesOn } from './goesOn.ts';

/**
 * Fills in a checksum that was left to the network card. Reference: net/netfilter/xt_CHECKSUM.c,
 * extensions/libxt_CHECKSUM.c
 */
export const CHECKSUM = defineTarget({
  name: 'CHECKSUM',
  summary: 'Fills in a checksum that was left to the network card.',
  tables: ['mangle'],
  options: {
    fill: {
      names: ['--checksum-fill'],
      takes: null,
      required: true,
      help: 'Computes the checksum of the packet.',
    },
  },
  parse: () => parsed({}),
  save: () => ' --checksum-fill',
  list: () => 'CHECKSUM fill',
  deed: () => ({ does: 'Fill in the checksum of …', goesOn: true }),
  apply: (_, skb) => goesOn(skb),
});
