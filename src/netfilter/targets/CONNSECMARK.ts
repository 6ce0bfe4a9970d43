import { parsed, refused } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { goesOn } from './goesOn.ts';

/**
 * Carries security marks between a packet and its connection. Reference: net/netfilter/xt_CONNSECMARK.c,
 * extensions/libxt_CONNSECMARK.c
 */
export const CONNSECMARK = defineTarget({
  name: 'CONNSECMARK',
  summary: 'Copies a security mark between the packet and its connection.',
  tables: ['mangle', 'security'],
  tracks: () => true,
  options: {
    save: {
      names: ['--save'],
      takes: null,
      excludes: ['restore'],
      help: 'Copies the packet’s security mark to the connection.',
    },
    restore: {
      names: ['--restore'],
      takes: null,
      excludes: ['save'],
      help: 'Copies the connection’s security mark to the packet.',
    },
  },
  demand: (g) =>
    g.save || g.restore
      ? null
      : refused('CONNSECMARK target: parameter required', 'Say which way: --save or --restore.'),
  parse: (g) => parsed({ mode: g.save ? ('save' as const) : ('restore' as const) }),
  save: (d) => ` --${d.mode}`,
  list: (d) => `CONNSECMARK ${d.mode}`,
  deed: (d) => ({
    they: `have their security mark ${d.mode === 'save' ? 'saved in' : 'restored from'} the connection`,
    goesOn: true,
  }),
  // Without SELinux there is no security mark to carry.
  apply: (_, skb) => goesOn(skb),
});
