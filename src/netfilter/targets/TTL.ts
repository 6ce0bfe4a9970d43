import { parsed, refused } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { uint } from '../values/uint.ts';
import { goesOnWith } from './goesOn.ts';

const words = { set: 'set to', inc: 'increment by', dec: 'decrement by' } as const;

/** Changes how many hops the packet has left. Reference: net/netfilter/xt_HL.c, extensions/libipt_TTL.c */
export const TTL = defineTarget({
  name: 'TTL',
  summary: 'Changes how many hops the packet has left.',
  tables: ['mangle'],
  options: {
    set: { names: ['--ttl-set'], takes: uint(255), excludes: ['inc', 'dec'], help: 'Sets it to this.' },
    dec: { names: ['--ttl-dec'], takes: uint(255, 1), excludes: ['set', 'inc'], help: 'Takes so many away.' },
    inc: { names: ['--ttl-inc'], takes: uint(255, 1), excludes: ['set', 'dec'], help: 'Adds so many.' },
  },
  demand: (g) =>
    g.set || g.dec || g.inc
      ? null
      : refused('TTL: You must specify an action', 'Say what to do: --ttl-set 64.'),
  parse(g) {
    const mode = g.set ? ('set' as const) : g.dec ? ('dec' as const) : ('inc' as const);
    return parsed({ mode, ttl: g[mode]!.value });
  },
  save: (d) => ` --ttl-${d.mode} ${d.ttl}`,
  list: (d) => `TTL ${words[d.mode]} ${d.ttl}`,
  explain: (d) =>
    `the hops left ${d.mode === 'set' ? 'become' : d.mode === 'inc' ? 'grow by' : 'shrink by'} ${d.ttl}; then the next rule is looked at`,
  apply: (d, skb) =>
    goesOnWith(skb, {
      ttl:
        d.mode === 'set'
          ? d.ttl
          : d.mode === 'inc'
            ? Math.min(255, skb.packet.ttl + d.ttl)
            : Math.max(0, skb.packet.ttl - d.ttl),
    }),
});
