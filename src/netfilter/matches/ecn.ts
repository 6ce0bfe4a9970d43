import { parsed, refused } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { uint } from '../values/uint.ts';
import { check } from './check.ts';

/** Matches the bits that warn of congestion. Reference: net/netfilter/xt_ecn.c, extensions/libxt_ecn.c */
export const ecn = defineMatch({
  name: 'ecn',
  summary: 'Matches the ECN bits, with which routers warn of congestion.',
  options: {
    cwr: {
      names: ['--ecn-tcp-cwr'],
      takes: null,
      invertible: true,
      help: 'Matches segments with the CWR bit: the sender has slowed down.',
      means: (_: true, not: boolean) => `The CWR bit is ${not ? 'clear' : 'set'}.`,
    },
    ece: {
      names: ['--ecn-tcp-ece'],
      takes: null,
      invertible: true,
      help: 'Matches segments with the ECE bit: the receiver reports congestion.',
      means: (_: true, not: boolean) => `The ECE bit is ${not ? 'clear' : 'set'}.`,
    },
    ect: {
      names: ['--ecn-ip-ect'],
      takes: uint(3),
      invertible: true,
      help: 'Matches packets whose two ECN bits are this number.',
      means: (v: number, not: boolean) => `The two ECN bits are ${not ? 'not ' : ''}${v}.`,
    },
  },
  demand: (g) =>
    g.cwr || g.ece || g.ect
      ? null
      : refused('ECN match: some option required', 'Say which bits: --ecn-ip-ect 3.'),
  parse: (g) =>
    parsed({
      ece: g.ece ? { inverted: g.ece.inverted } : null,
      cwr: g.cwr ? { inverted: g.cwr.inverted } : null,
      ect: g.ect ? { value: g.ect.value, inverted: g.ect.inverted } : null,
    }),
  check: (d, { rule }) =>
    (d.ece || d.cwr) && (rule.protocol?.number !== 6 || rule.protocol.inverted)
      ? { errno: 'Invalid argument', hint: 'CWR and ECE are bits of TCP. Put -p tcp in the same rule.' }
      : null,
  save: (d) =>
    [
      d.ece && `${d.ece.inverted ? ' !' : ''} --ecn-tcp-ece`,
      d.cwr && `${d.cwr.inverted ? ' !' : ''} --ecn-tcp-cwr`,
      d.ect && `${d.ect.inverted ? ' !' : ''} --ecn-ip-ect ${d.ect.value}`,
    ]
      .filter(Boolean)
      .join(''),
  list: (d) =>
    [
      'ECN match',
      d.ece && `${d.ece.inverted ? '!' : ''}ECE`,
      d.cwr && `${d.cwr.inverted ? '!' : ''}CWR`,
      d.ect && `${d.ect.inverted ? '!' : ''}ECT=${d.ect.value}`,
    ]
      .filter(Boolean)
      .join(' '),
  phrase: (d) => [
    ...(d.ece ? [{ that: `have the ECE bit ${d.ece.inverted ? 'clear' : 'set'}` }] : []),
    ...(d.cwr ? [{ that: `have the CWR bit ${d.cwr.inverted ? 'clear' : 'set'}` }] : []),
    ...(d.ect ? [{ that: `have the ECN bits ${d.ect.value}`, not: d.ect.inverted }] : []),
  ],
  explain: (d) =>
    [
      d.ece && `the ECE bit is ${d.ece.inverted ? 'clear' : 'set'}`,
      d.cwr && `the CWR bit is ${d.cwr.inverted ? 'clear' : 'set'}`,
      d.ect && `the ECN bits are ${d.ect.inverted ? 'not ' : ''}${d.ect.value}`,
    ]
      .filter(Boolean)
      .join(', and '),
  test(d, skb) {
    const { tos, transport: t } = skb.packet;
    if (d.ect && ((tos & 3) === d.ect.value) === d.ect.inverted) return false;
    return (
      (!d.ece && !d.cwr) ||
      (t.kind === 'tcp' &&
        (!d.ece || t.flags.includes('ECE') !== d.ece.inverted) &&
        (!d.cwr || t.flags.includes('CWR') !== d.cwr.inverted))
    );
  },
  checks(d, { packet: { tos, transport: t } }) {
    const flags = t.kind === 'tcp' ? t.flags : [];
    const bit = (name: 'ECE' | 'CWR', asked: { readonly inverted: boolean } | null) =>
      asked
        ? [
            check(
              t.kind === 'tcp' && flags.includes(name) !== asked.inverted,
              `${name} ${asked.inverted ? 'clear' : 'set'}`,
              t.kind === 'tcp'
                ? `${name} is ${flags.includes(name) ? 'set' : 'clear'}`
                : 'the packet is not TCP',
            ),
          ]
        : [];
    const ect = d.ect
      ? [
          check(
            ((tos & 3) === d.ect.value) !== d.ect.inverted,
            `ECN bits ${d.ect.inverted ? 'other than ' : ''}${d.ect.value}`,
            `the packet has ECN bits ${tos & 3}`,
          ),
        ]
      : [];
    return [...ect, ...bit('ECE', d.ece), ...bit('CWR', d.cwr)];
  },
});
