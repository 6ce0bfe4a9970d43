import { parsed, refused } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { hex2, printTos, type Tos, tosName, tosValue } from '../values/tos.ts';
import { uint } from '../values/uint.ts';
import { goesOnWith } from './goesOn.ts';

const all = ['set', 'and', 'or', 'xor'] as const;
const others = (key: string) => all.filter((k) => k !== key);

/** Writes the TOS byte. Reference: net/netfilter/xt_DSCP.c (tos_tg), extensions/libxt_TOS.c */
export const TOS = defineTarget({
  name: 'TOS',
  summary: 'Sets the TOS byte of the IP header.',
  tables: ['mangle'],
  options: {
    set: {
      names: ['--set-tos'],
      takes: tosValue,
      excludes: others('set'),
      help: 'Clears the bits of the mask, then flips the bits of the value.',
      means: (v: Tos) => `The new TOS value is ${tosName(v) ?? printTos(v)}.`,
    },
    and: {
      names: ['--and-tos'],
      takes: uint(255),
      excludes: others('and'),
      help: 'Keeps only these bits.',
      means: (v: number) => `Keep only the bits ${hex2(v)}.`,
    },
    or: {
      names: ['--or-tos'],
      takes: uint(255),
      excludes: others('or'),
      help: 'Sets these bits and keeps the others.',
      means: (v: number) => `Set the bits ${hex2(v)} and leave the others alone.`,
    },
    xor: {
      names: ['--xor-tos'],
      takes: uint(255),
      excludes: others('xor'),
      help: 'Flips these bits.',
      means: (v: number) => `Flip the bits ${hex2(v)} and leave the others alone.`,
    },
  },
  demand: (g) =>
    all.some((k) => g[k])
      ? null
      : refused('TOS: An action is required', 'Say what to write: --set-tos 0x10.'),
  parse: (g) =>
    parsed(
      g.set
        ? g.set.value
        : g.and
          ? { value: 0, mask: ~g.and.value & 0xff }
          : g.or
            ? { value: g.or.value, mask: g.or.value }
            : { value: g.xor!.value, mask: 0 },
    ),
  save: (d) => ` --set-tos ${printTos(d)}`,
  list(d, { numeric }) {
    const name = tosName(d);
    if (numeric) return `TOS set ${printTos(d)}`;
    if (name !== null) return ` TOS set${name}`;
    if (d.value === 0) return `TOS and ${hex2(~d.mask & 0xff)}`;
    if (d.value === d.mask) return `TOS or ${hex2(d.value)}`;
    return d.mask === 0 ? `TOS xor ${hex2(d.value)}` : `TOS set ${printTos(d)}`;
  },
  deed: (d) => ({
    they:
      tosName(d) !== null || d.mask === 0xff
        ? `get the TOS value ${tosName(d) ?? hex2(d.value)}`
        : `have their TOS value changed (bits ${hex2(d.mask)} cleared, then bits ${hex2(d.value)} flipped)`,
    goesOn: true,
    packets: true,
  }),
  apply: (d, skb) => goesOnWith(skb, { tos: (skb.packet.tos & ~d.mask & 0xff) ^ d.value }),
});
