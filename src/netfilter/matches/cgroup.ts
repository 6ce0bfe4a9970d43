import { defineMatch } from '../extension.ts';
import { parsed } from '../problem.ts';
import { quoteAlways } from '../values/quoted.ts';
import { text } from '../values/text.ts';
import { uint } from '../values/uint.ts';

/** Matches the control group of the program that sends or receives. Reference: net/netfilter/xt_cgroup.c, extensions/libxt_cgroup.c */
export const cgroup = defineMatch({
  name: 'cgroup',
  summary: 'Asks which control group the program belongs to.',
  hooks: ['INPUT', 'OUTPUT', 'POSTROUTING'],
  notSimulated: () => 'the control group of a program, and there are no programs here',
  options: {
    path: { names: ['--path'], takes: text({ form: 'path' }), invertible: true, help: 'Fits packets of programs in this group of the cgroup2 tree.' },
    id: { names: ['--cgroup'], takes: uint(0xffffffff), invertible: true, help: 'Fits packets of programs whose net_cls group has this number.' },
  },
  parse: (g) => parsed({ path: g.path?.value ?? null, id: g.id?.value ?? null, inverted: g.path?.inverted ?? g.id?.inverted ?? false }),
  check(d) {
    if (d.path === null && d.id === null) return { errno: 'Invalid argument', hint: 'Say which group: --cgroup 1.' };
    if (d.path !== null && d.id !== null) return { errno: 'Invalid argument', hint: 'Choose one of --path and --cgroup.' };
    return d.path === null || d.path === '/' ? null : { errno: 'Invalid argument', hint: `This machine has no control group ${d.path}.` };
  },
  save: (d) => `${d.inverted ? ' !' : ''}${d.path === null ? ` --cgroup ${d.id}` : ` --path ${quoteAlways(d.path)}`}`,
  list: (d) => `cgroup ${d.inverted ? '! ' : ''}${d.path ?? d.id}`,
  explain: (d) => `the program's control group is ${d.inverted ? 'not ' : ''}${d.path ?? d.id}`,
  test: () => false,
  saw: () => 'no control group',
});
