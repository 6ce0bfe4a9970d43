import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { goesOn } from './goesOn.ts';

/**
 * Lets the kernel report each rule the packet meets. Reference: net/netfilter/xt_TRACE.c,
 * extensions/libxt_TRACE.c
 */
export const TRACE = defineTarget({
  name: 'TRACE',
  summary: 'Has the kernel report every rule that the packet meets.',
  tables: ['raw'],
  options: {},
  parse: () => parsed({}),
  save: () => '',
  list: () => '',
  deed: () => ({ does: 'Report every rule met by …', goesOn: true }),
  apply: (_, skb) => goesOn(skb),
});
