import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { untrack, untrackedDeed } from './untrack.ts';

/** The old name of CT --notrack. Reference: net/netfilter/xt_CT.c, extensions/libxt_CT.c */
export const NOTRACK = defineTarget({
  name: 'NOTRACK',
  listName: 'CT',
  summary: 'Leaves the packet untracked, as CT --notrack does.',
  tables: ['raw'],
  options: {},
  parse: () => parsed({}),
  save: () => '',
  list: () => 'NOTRACK',
  deed: () => untrackedDeed,
  apply: (_, skb) => untrack(skb),
});
