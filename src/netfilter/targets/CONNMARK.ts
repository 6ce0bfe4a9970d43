import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { hex, type Mark, mark, markingDeed, meansMarking } from '../values/mark.ts';
import { uint } from '../values/uint.ts';

const all = ['xset', 'set', 'and', 'or', 'xor', 'save', 'restore'] as const;
/** libxtables names the first of these that is given too. */
const inOrder = ['set', 'save', 'restore', 'and', 'or', 'xor', 'xset'];
const others = (key: string) => inOrder.filter((k) => k !== key);
const mask = uint(0xffffffff);
const bits = uint(32);

/** `shift`: bits to the left, or if it is below 0 to the right. */
type Data = {
  readonly mode: 'set' | 'save' | 'restore';
  readonly value: number;
  readonly ctmask: number;
  readonly nfmask: number;
  readonly shift: number;
};

const shifted = (mark: number, by: number): number => (by < 0 ? mark >>> -by : mark << by) >>> 0;
const printShift = (shift: number): string =>
  shift === 0 ? '' : `${shift < 0 ? 'right' : 'left'}-shift-mark ${Math.abs(shift)}`;

const operation = (d: Data): string => {
  if (d.mode === 'set') {
    if (d.value === 0) return `and ${hex(~d.ctmask)}`;
    if (d.value === d.ctmask) return `or ${hex(d.value)}`;
    if (d.ctmask === 0) return `xor ${hex(d.value)}`;
    return d.ctmask === 0xffffffff ? `set ${hex(d.value)}` : `xset ${hex(d.value)}/${hex(d.ctmask)}`;
  }
  if (d.nfmask === 0xffffffff && d.ctmask === 0xffffffff) return d.mode;
  if (d.nfmask === d.ctmask) return `${d.mode} mask ${hex(d.ctmask)}`;
  return d.mode === 'save'
    ? `save nfmask ${hex(d.nfmask)} ctmask ~${hex(d.ctmask)}`
    : `restore ctmask ${hex(d.ctmask)} nfmask ~${hex(d.nfmask)}`;
};

/**
 * Marks the connection, or carries marks between it and the packet. Reference: net/netfilter/xt_connmark.c,
 * extensions/libxt_CONNMARK.c
 */
export const CONNMARK = defineTarget({
  name: 'CONNMARK',
  summary: 'Sets the mark of the connection, or copies it to or from the packet.',
  tracks: () => true,
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
      help: 'Sets the connection’s mark; with a mask, only those bits.',
      means: (v: Mark) => meansMarking({ value: v.value, mask: (v.mask | v.value) >>> 0 }),
    },
    and: {
      names: ['--and-mark'],
      takes: mask,
      excludes: others('and'),
      help: 'Keeps only these bits.',
      means: (v: number) => meansMarking({ value: 0, mask: ~v >>> 0 }),
    },
    or: {
      names: ['--or-mark'],
      takes: mask,
      excludes: others('or'),
      help: 'Sets these bits and keeps the others.',
      means: (v: number) => meansMarking({ value: v, mask: v }),
    },
    xor: {
      names: ['--xor-mark'],
      takes: mask,
      excludes: others('xor'),
      help: 'Flips these bits.',
      means: (v: number) => meansMarking({ value: v, mask: 0 }),
    },
    save: {
      names: ['--save-mark'],
      takes: null,
      excludes: others('save'),
      help: 'Copies the packet’s mark to the connection.',
    },
    restore: {
      names: ['--restore-mark'],
      takes: null,
      excludes: others('restore'),
      help: 'Copies the connection’s mark to the packet.',
    },
    ctmask: {
      names: ['--ctmask'],
      takes: mask,
      excludes: ['mask'],
      help: 'Of the connection’s mark, uses only these bits.',
      means: (v: number) => `Use only the bits ${hex(v)} of the connection’s mark.`,
    },
    nfmask: {
      names: ['--nfmask'],
      takes: mask,
      excludes: ['mask'],
      help: 'Of the packet’s mark, uses only these bits.',
      means: (v: number) => `Use only the bits ${hex(v)} of the packet’s mark.`,
    },
    mask: {
      names: ['--mask'],
      takes: mask,
      excludes: ['ctmask', 'nfmask'],
      help: 'Of both marks, uses only these bits.',
      means: (v: number) => `Use only the bits ${hex(v)} of both marks.`,
    },
    left: {
      names: ['--left-shift-mark'],
      takes: bits,
      help: 'Shifts the mark this many bits to the left.',
      means: (v: number) => `Shift the mark ${v} bits to the left.`,
    },
    right: {
      names: ['--right-shift-mark'],
      takes: bits,
      help: 'Shifts the mark this many bits to the right.',
      means: (v: number) => `Shift the mark ${v} bits to the right.`,
    },
  },
  demand: (g) =>
    all.some((k) => g[k])
      ? null
      : refused(
          'CONNMARK target: No operation specified',
          'Say what to do: --set-mark 1, --save-mark or --restore-mark.',
        ),
  parse(g): Parsed<Data> {
    const ctmask = g.ctmask?.value ?? g.mask?.value ?? 0xffffffff;
    const nfmask = g.nfmask?.value ?? g.mask?.value ?? 0xffffffff;
    const shift = (g.right?.order ?? -1) > (g.left?.order ?? -1) ? -g.right!.value : (g.left?.value ?? 0);
    if (g.save || g.restore)
      return parsed({ mode: g.save ? 'save' : 'restore', value: 0, ctmask, nfmask, shift });
    const set = (value: number, bits: number, at: number) => {
      // A mask counts where it follows the mark.
      const given = [g.mask, g.ctmask].find((m) => m && m.order > at);
      return parsed<Data>({
        mode: 'set',
        value,
        ctmask: given ? given.value : bits >>> 0,
        nfmask: 0xffffffff,
        shift,
      });
    };
    if (g.xset) return set(g.xset.value.value, g.xset.value.mask, g.xset.order);
    if (g.set) return set(g.set.value.value, g.set.value.mask | g.set.value.value, g.set.order);
    if (g.and) return set(0, ~g.and.value, g.and.order);
    return g.or ? set(g.or.value, g.or.value, g.or.order) : set(g.xor!.value, 0, g.xor!.order);
  },
  check: (d) => (Math.abs(d.shift) > 31 ? { errno: 'Invalid argument', hint: 'A mark has 32 bits.' } : null),
  save: (d) =>
    `${d.mode === 'set' ? ` --set-xmark ${hex(d.value)}/${hex(d.ctmask)}` : ` --${d.mode}-mark --nfmask ${hex(d.nfmask)} --ctmask ${hex(d.ctmask)}`}${d.shift === 0 ? '' : ` --${printShift(d.shift)}`}`,
  list: (d) => ['CONNMARK', operation(d), printShift(d.shift)].filter(Boolean).join(' '),
  deed(d) {
    const bits = (mask: number) => (mask === 0xffffffff ? '' : ` (bits ${hex(mask)})`);
    const shift =
      d.shift === 0 ? '' : `, shifted ${Math.abs(d.shift)} bits ${d.shift < 0 ? 'right' : 'left'}`;
    if (d.mode === 'set')
      return { ...markingDeed({ value: d.value, mask: d.ctmask }, 'connection mark'), after: shift };
    return d.mode === 'save'
      ? { they: `have their mark${bits(d.nfmask)} saved in the connection${shift}`, goesOn: true }
      : { they: `get the mark${bits(d.ctmask)} of their connection${shift}`, goesOn: true };
  },
  apply(d, skb) {
    const c = skb.connection;
    if (c === null || c.id === null) return { kind: 'continue', skb, effects: [] };
    const marked = (value: number): Skb => ({ ...skb, connection: { ...c, mark: value >>> 0 } });
    const after =
      d.mode === 'set'
        ? marked(shifted((c.mark & ~d.ctmask) ^ d.value, d.shift))
        : d.mode === 'save'
          ? marked((c.mark & ~d.ctmask) ^ shifted(skb.mark & d.nfmask, d.shift))
          : { ...skb, mark: ((skb.mark & ~d.nfmask) ^ shifted(c.mark & d.ctmask, d.shift)) >>> 0 };
    return { kind: 'continue', skb: after, effects: [{ kind: 'changed', before: skb, after }] };
  },
});
