import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { knownMark } from '../print/sentence/known.ts';
import { hex, type Mark, mark as markValue, meansMarked, printMark, sayMarked } from '../values/mark.ts';
import { check } from './check.ts';

/** Matches the mark of a packet. Reference: net/netfilter/xt_mark.c, extensions/libxt_mark.c */
export const mark = defineMatch({
  name: 'mark',
  summary: 'Matches the mark that a MARK rule set on the packet.',
  options: {
    mark: {
      names: ['--mark'],
      takes: markValue,
      invertible: true,
      required: true,
      help: 'Matches packets with this mark; with a mask, only those bits count.',
      means: (v: Mark, not: boolean) => meansMarked(v, not, 'packet mark'),
    },
  },
  parse: (given) => parsed({ ...given.mark!.value, inverted: given.mark!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --mark ${printMark(d)}`,
  list: (d) => `mark match ${d.inverted ? '! ' : ''}${printMark(d)}`,
  phrase: (d, { chain }) => ({ that: knownMark(chain, d) ?? sayMarked(d), not: d.inverted }),
  explain: (d) => `the packet's mark is ${d.inverted ? 'not ' : ''}${printMark(d)}`,
  test: (d, skb) => ((skb.mark & d.mask) >>> 0 === d.value) !== d.inverted,
  checks: (d, skb, _, met) => [
    check(
      met,
      `mark ${d.inverted ? 'other than ' : ''}${printMark(d)}`,
      `the packet has mark ${hex(skb.mark)}`,
    ),
  ],
});
