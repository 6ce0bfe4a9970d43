import { parsed, refused } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { uint } from '../values/uint.ts';
import { goesOnWith } from './goesOn.ts';

const words = { set: 'set to', inc: 'increment by', dec: 'decrement by' } as const;

/** Changes how many hops the packet has left. Reference: net/netfilter/xt_HL.c, extensions/libipt_TTL.c */
export const TTL = defineTarget({
  name: 'TTL',
  summary: 'Changes the TTL: how many hops the packet has left.',
  tables: ['mangle'],
  options: {
    set: {
      names: ['--ttl-set'],
      takes: uint(255),
      excludes: ['inc', 'dec'],
      help: 'Sets it to this.',
      means: (v: number) => `Set the TTL to ${v}.`,
    },
    dec: {
      names: ['--ttl-dec'],
      takes: uint(255, 1),
      excludes: ['set', 'inc'],
      help: 'Lowers it by this.',
      means: (v: number) => `Lower the TTL by ${v}.`,
    },
    inc: {
      names: ['--ttl-inc'],
      takes: uint(255, 1),
      excludes: ['set', 'dec'],
      help: 'Raises it by this.',
      means: (v: number) => `Raise the TTL by ${v}.`,
    },
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
  deed: (d) => ({
    ...(d.mode === 'set'
      ? { they: `get the TTL ${d.ttl}` }
      : { does: `${d.mode === 'inc' ? 'Raise' : 'Lower'} by ${d.ttl} the TTL of …` }),
    goesOn: true,
    packets: true,
  }),
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
