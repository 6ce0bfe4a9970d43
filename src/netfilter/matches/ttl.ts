import { parsed, refused } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { uint } from '../values/uint.ts';
import { check } from './check.ts';

const signs = { eq: '==', ne: '!=', lt: '<', gt: '>' } as const;

/** Matches how many hops a packet has left. Reference: net/netfilter/xt_hl.c, extensions/libipt_ttl.c */
export const ttl = defineMatch({
  name: 'ttl',
  summary: 'Matches the TTL: how many hops the packet has left.',
  options: {
    lt: {
      names: ['--ttl-lt'],
      takes: uint(255),
      excludes: ['eq', 'gt'],
      help: 'Matches packets with fewer hops left than this.',
      means: (v: number) => `Fewer than ${v} hops left.`,
    },
    gt: {
      names: ['--ttl-gt'],
      takes: uint(255),
      excludes: ['eq', 'lt'],
      help: 'Matches packets with more hops left than this.',
      means: (v: number) => `More than ${v} hops left.`,
    },
    eq: {
      names: ['--ttl-eq', '--ttl'],
      takes: uint(255),
      invertible: true,
      excludes: ['lt', 'gt'],
      help: 'Matches packets with exactly this many hops left.',
      means: (v: number, not: boolean) => `${not ? 'Any number but' : 'Exactly'} ${v} hops left.`,
    },
  },
  demand: (g) =>
    g.lt || g.gt || g.eq
      ? null
      : refused(
          "TTL match: You must specify one of `--ttl-eq', `--ttl-lt', `--ttl-gt",
          'Say how many: --ttl-lt 10.',
        ),
  parse: (g) =>
    parsed(
      g.eq
        ? { mode: g.eq.inverted ? ('ne' as const) : ('eq' as const), ttl: g.eq.value }
        : g.lt
          ? { mode: 'lt' as const, ttl: g.lt.value }
          : { mode: 'gt' as const, ttl: g.gt!.value },
    ),
  save: (d) => (d.mode === 'ne' ? ` ! --ttl-eq ${d.ttl}` : ` --ttl-${d.mode} ${d.ttl}`),
  list: (d) => `TTL match TTL ${signs[d.mode]} ${d.ttl}`,
  phrase: (d) => ({
    that: `have a TTL ${{ eq: 'of', ne: 'of', lt: 'below', gt: 'above' }[d.mode]} ${d.ttl}`,
    not: d.mode === 'ne',
  }),
  explain: (d) =>
    `the packet has ${{ eq: '', ne: 'not ', lt: 'fewer than ', gt: 'more than ' }[d.mode]}${d.ttl} hops left`,
  test: (d, skb) =>
    ({
      eq: skb.packet.ttl === d.ttl,
      ne: skb.packet.ttl !== d.ttl,
      lt: skb.packet.ttl < d.ttl,
      gt: skb.packet.ttl > d.ttl,
    })[d.mode],
  checks: (d, skb, _, met) => [
    check(
      met,
      `a TTL ${{ eq: 'of ', ne: 'other than ', lt: 'below ', gt: 'above ' }[d.mode]}${d.ttl}`,
      `the packet has TTL ${skb.packet.ttl}`,
    ),
  ],
});
