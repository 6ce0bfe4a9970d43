import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { quote } from '../values/quoted.ts';
import { text } from '../values/text.ts';
import { uint } from '../values/uint.ts';

const neverWorked =
  'warn: --nflog-range has never worked and is no longer supported, please use --nflog-size instead\n';

/** Hands a copy to a logging program. Reference: net/netfilter/xt_NFLOG.c, extensions/libxt_NFLOG.c */
export const NFLOG = defineTarget({
  name: 'NFLOG',
  summary: 'Hands a copy of the packet to a logging program, and goes on to the next rule.',
  options: {
    group: {
      names: ['--nflog-group'],
      takes: uint(65535),
      help: 'Which programs get it; 0 if you leave it out.',
      means: (v: number) => `The programs of group ${v} get it.`,
    },
    prefix: {
      names: ['--nflog-prefix'],
      takes: text({ min: 1, keep: 127 }),
      help: 'Text that goes with it.',
      means: (v: string) => `It comes with the text “${v}”.`,
    },
    range: {
      names: ['--nflog-range'],
      takes: uint(0xffffffff),
      excludes: ['size'],
      help: 'Never did anything; use --nflog-size.',
      means: () => 'This never did anything; use --nflog-size.',
    },
    size: {
      names: ['--nflog-size'],
      takes: uint(0xffffffff),
      excludes: ['range'],
      help: 'How many bytes of the packet are copied.',
      means: (v: number) => `Copy the first ${v} bytes of the packet.`,
    },
    threshold: {
      names: ['--nflog-threshold'],
      takes: uint(65535),
      help: 'How many packets are collected before the program is woken.',
      means: (v: number) => `Collect ${v} packets before the program is woken.`,
    },
  },
  demand: (g) => (g.range ? neverWorked : null),
  parse: (g) =>
    parsed({
      prefix: g.prefix?.value ?? '',
      group: g.group?.value ?? 0,
      size: g.size?.value ?? null,
      range: g.range?.value ?? 0,
      threshold: g.threshold?.value ?? 0,
    }),
  save: (d) =>
    `${d.prefix && ` --nflog-prefix ${quote(d.prefix)}`}${d.group ? ` --nflog-group ${d.group}` : ''}${d.size === null ? (d.range ? ` --nflog-range ${d.range}` : '') : ` --nflog-size ${d.size}`}${d.threshold && d.threshold !== 1 ? ` --nflog-threshold ${d.threshold}` : d.threshold === 1 ? ' --nflog-threshold 1' : ''}`,
  list: (d) =>
    [
      d.prefix && `nflog-prefix ${quote(d.prefix)}`,
      d.group && `nflog-group ${d.group}`,
      d.size === null ? d.range && `nflog-range ${d.range}` : `nflog-size ${d.size}`,
      d.threshold && `nflog-threshold ${d.threshold}`,
    ]
      .filter(Boolean)
      .join(' '),
  deed: (d) => ({
    they: `are copied to the logging programs of group ${d.group}`,
    goesOn: true,
    packets: true,
  }),
  apply: (d, skb) => ({
    kind: 'continue',
    skb,
    effects: [{ kind: 'log', text: `${d.prefix} (to group ${d.group})` }],
  }),
});
