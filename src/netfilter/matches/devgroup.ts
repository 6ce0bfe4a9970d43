import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type GivenOption } from '../extension.ts';
import { groups, type Named, named, printNamed, savedNamed } from '../values/named.ts';
import { check } from './check.ts';

type Side = (Named & { readonly inverted: boolean }) | null;
const side = (g: GivenOption<Named> | undefined): Side => (g ? { ...g.value, inverted: g.inverted } : null);
const needs = (which: string, hooks: string) => ({
  errno: 'Invalid argument' as const,
  hint: `${which} looks at an interface that is not known in this chain. Use it in ${hooks}.`,
});

/**
 * Matches the group that an interface was put in. Reference: net/netfilter/xt_devgroup.c,
 * extensions/libxt_devgroup.c
 */
export const devgroup = defineMatch({
  name: 'devgroup',
  summary: 'Matches the group of an interface, which ip link set … group sets.',
  options: {
    source: {
      names: ['--src-group'],
      takes: named(groups),
      invertible: true,
      help: 'Matches packets that arrived on an interface of this group.',
      means: (v: Named, not: boolean) =>
        `Arrives on an interface ${not ? 'outside' : 'of'} group ${savedNamed(groups, v)}.`,
    },
    destination: {
      names: ['--dst-group'],
      takes: named(groups),
      invertible: true,
      help: 'Matches packets that leave through an interface of this group.',
      means: (v: Named, not: boolean) =>
        `Leaves through an interface ${not ? 'outside' : 'of'} group ${savedNamed(groups, v)}.`,
    },
  },
  demand: (g) =>
    g.source || g.destination
      ? null
      : refused(
          "devgroup match: You must specify either '--src-group' or '--dst-group'",
          'Say which group: --src-group 1.',
        ),
  parse: (g) => parsed({ source: side(g.source), destination: side(g.destination) }),
  check(d, { hooks }) {
    if (d.source && hooks!.some((h) => !['PREROUTING', 'INPUT', 'FORWARD'].includes(h)))
      return needs('--src-group', 'PREROUTING, INPUT or FORWARD');
    if (d.destination && hooks!.some((h) => !['FORWARD', 'OUTPUT', 'POSTROUTING'].includes(h)))
      return needs('--dst-group', 'FORWARD, OUTPUT or POSTROUTING');
    return null;
  },
  save: (d) =>
    [
      ['src', d.source],
      ['dst', d.destination],
    ]
      .map(([name, s]) =>
        s === null
          ? ''
          : `${(s as NonNullable<Side>).inverted ? ' !' : ''} --${name as string}-group ${savedNamed(groups, s as Named)}`,
      )
      .join(''),
  list: (d, { numeric }) =>
    [
      ['src', d.source],
      ['dst', d.destination],
    ]
      .flatMap(([name, s]) =>
        s === null
          ? []
          : [
              `${(s as NonNullable<Side>).inverted ? '! ' : ''}${name as string}-group ${printNamed(groups, s as Named, numeric)}`,
            ],
      )
      .join(' '),
  phrase: (d) => [
    ...(d.source
      ? [{ that: `arrive on an interface of group ${savedNamed(groups, d.source)}`, not: d.source.inverted }]
      : []),
    ...(d.destination
      ? [
          {
            that: `leave through an interface of group ${savedNamed(groups, d.destination)}`,
            not: d.destination.inverted,
          },
        ]
      : []),
  ],
  explain: (d) =>
    [
      d.source &&
        `it came in by an interface ${d.source.inverted ? 'not ' : ''}of group ${savedNamed(groups, d.source)}`,
      d.destination &&
        `it leaves by an interface ${d.destination.inverted ? 'not ' : ''}of group ${savedNamed(groups, d.destination)}`,
    ]
      .filter(Boolean)
      .join(', and '),
  // No interface here is put into a group, and such interfaces are in group 0.
  test: (d) =>
    [d.source, d.destination].every((s) => s === null || ((s.value & s.mask) === 0) !== s.inverted),
  checks: (d) =>
    [['an input', d.source] as const, ['an output', d.destination] as const].flatMap(([which, s]) =>
      s
        ? [
            check(
              ((s.value & s.mask) === 0) !== s.inverted,
              `${which} interface ${s.inverted ? 'outside' : 'in'} group ${savedNamed(groups, s)}`,
              'the interface is in group 0',
            ),
          ]
        : [],
    ),
});
