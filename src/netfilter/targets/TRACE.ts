import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { goesOn } from './goesOn.ts';

/**
 * Lets the kernel report each rule the packet meets. Reference: net/netfilter/xt_TRACE.c,
 * extensions/libxt_TRACE.c
 */
export const TRACE = defineTarget({
  name: 'TRACE',
  summary: 'Lets the kernel report each rule the packet meets, as this course shows for all.',
  tables: ['raw'],
  options: {},
  parse: () => parsed({}),
  save: () => '',
  list: () => '',
  explain: () => 'the kernel reports the packet’s way; then the next rule is looked at',
  apply: (_, skb) => goesOn(skb),
});
