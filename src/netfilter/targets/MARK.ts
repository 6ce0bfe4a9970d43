import { parsed, refused } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { hex, mark } from '../values/mark.ts';
import { uint } from '../values/uint.ts';

/** libxtables tells the first of these that it stands beside. */
const others = (key: string) => ['set', 'and', 'or', 'xor', 'xset'].filter((k) => k !== key);

const bits = uint(0xffffffff);

/**
 * Puts a mark on the packet while it is inside this machine. Reference: net/netfilter/xt_mark.c,
 * extensions/libxt_MARK.c
 */
export const MARK = defineTarget({
  name: 'MARK',
  summary:
    'Puts a number on the packet that other rules and routing can ask for. It never leaves the machine.',
  tables: null,
  hooks: null,
  options: {
    xset: {
      names: ['--set-xmark'],
      takes: mark,
      excludes: others('xset'),
      help: 'Clears the bits of the mask, then flips the bits of the value.',
    },
    set: {
      names: ['--set-mark'],
      takes: mark,
      excludes: others('set'),
      help: 'Sets the mark; with a mask, only those bits.',
    },
    and: { names: ['--and-mark'], takes: bits, excludes: others('and'), help: 'Keeps only these bits.' },
    or: {
      names: ['--or-mark'],
      takes: bits,
      excludes: others('or'),
      help: 'Sets these bits and keeps the others.',
    },
    xor: { names: ['--xor-mark'], takes: bits, excludes: others('xor'), help: 'Flips these bits.' },
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
  explain: (d) =>
    d.mask === 0xffffffff
      ? `the packet's mark becomes ${hex(d.value)}`
      : `of the packet's mark the bits ${hex(d.mask)} are cleared, then the bits ${hex(d.value)} flipped`,
  apply(d, skb) {
    const after = { ...skb, mark: ((skb.mark & ~d.mask) ^ d.value) >>> 0 };
    return { kind: 'continue', skb: after, effects: [{ kind: 'changed', before: skb, after }] };
  },
});
