import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { untrack } from './untrack.ts';

/** The old name of CT --notrack. Reference: net/netfilter/xt_CT.c, extensions/libxt_CT.c */
export const NOTRACK = defineTarget({
  name: 'NOTRACK',
  listName: 'CT',
  summary: 'Keeps connection tracking away from the packet, as CT --notrack does.',
  tables: ['raw'],
  options: {},
  parse: () => parsed({}),
  save: () => '',
  list: () => 'NOTRACK',
  explain: () => 'connection tracking leaves the packet alone',
  apply: (_, skb) => untrack(skb),
});
