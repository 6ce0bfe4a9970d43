import { parsed, refused } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { hex, type Mark, mark, markingDeed, meansMarking } from '../values/mark.ts';
import { uint } from '../values/uint.ts';

/** libxtables names the first of these that is given too. */
const others = (key: string) => ['set', 'and', 'or', 'xor', 'xset'].filter((k) => k !== key);

const bits = uint(0xffffffff);

/**
 * Puts a mark on the packet while it is inside this machine. Reference: net/netfilter/xt_mark.c,
 * extensions/libxt_MARK.c
 */
export const MARK = defineTarget({
  name: 'MARK',
  summary:
    'Sets the packet’s mark, a number that later rules and routing can look at. It never leaves the machine.',
  tables: null,
  hooks: null,
  options: {
    xset: {
      names: ['--set-xmark'],
      takes: mark,
      excludes: others('xset'),
      help: 'Clears the bits of the mask, then flips the bits of the value.',
      means: (v: Mark) => meansMarking(v),
    },
    set: {
      names: ['--set-mark'],
      takes: mark,
      excludes: others('set'),
      help: 'Sets the mark; with a mask, only those bits.',
      means: (v: Mark) => meansMarking({ value: v.value, mask: (v.mask | v.value) >>> 0 }),
    },
    and: {
      names: ['--and-mark'],
      takes: bits,
      excludes: others('and'),
      help: 'Keeps only these bits.',
      means: (v: number) => meansMarking({ value: 0, mask: ~v >>> 0 }),
    },
    or: {
      names: ['--or-mark'],
      takes: bits,
      excludes: others('or'),
      help: 'Sets these bits and keeps the others.',
      means: (v: number) => meansMarking({ value: v, mask: v }),
    },
    xor: {
      names: ['--xor-mark'],
      takes: bits,
      excludes: others('xor'),
      help: 'Flips these bits.',
      means: (v: number) => meansMarking({ value: v, mask: 0 }),
    },
  },
  demand: (g) =>
    Object.values(g).some(Boolean)
      ? null
      : refused(
          'MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required',
          'Say which mark: --set-mark 1.',
        ),
  parse(g) {
    if (g.xset) return parsed(g.xset.value);
    if (g.set)
      return parsed({ value: g.set.value.value, mask: (g.set.value.mask | g.set.value.value) >>> 0 });
    if (g.and) return parsed({ value: 0, mask: ~g.and.value >>> 0 });
    return parsed(g.or ? { value: g.or.value, mask: g.or.value } : { value: g.xor!.value, mask: 0 });
  },
  save: (d) => ` --set-xmark ${hex(d.value)}/${hex(d.mask)}`,
  list(d) {
    if (d.value === 0) return `MARK and ${hex(~d.mask)}`;
    if (d.value === d.mask) return `MARK or ${hex(d.value)}`;
    if (d.mask === 0) return `MARK xor ${hex(d.value)}`;
    return d.mask === 0xffffffff ? `MARK set ${hex(d.value)}` : `MARK xset ${hex(d.value)}/${hex(d.mask)}`;
  },
  deed: (d) => ({ ...markingDeed(d), packets: true }),
  apply(d, skb) {
    const after = { ...skb, mark: ((skb.mark & ~d.mask) ^ d.value) >>> 0 };
    return { kind: 'continue', skb: after, effects: [{ kind: 'changed', before: skb, after }] };
  },
});
