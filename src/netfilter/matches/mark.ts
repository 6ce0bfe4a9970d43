import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { hex, mark as markValue, printMark } from '../values/mark.ts';

/** Matches the mark of a packet. Reference: net/netfilter/xt_mark.c, extensions/libxt_mark.c */
export const mark = defineMatch({
  name: 'mark',
  summary: 'Asks for the mark that a MARK rule put on the packet.',
  options: {
    mark: {
      names: ['--mark'],
      takes: markValue,
      invertible: true,
      required: true,
      help: 'Fits packets whose mark is this number; with a mask, only those bits count.',
    },
  },
  parse: (given) => parsed({ ...given.mark!.value, inverted: given.mark!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --mark ${printMark(d)}`,
  list: (d) => `mark match ${d.inverted ? '! ' : ''}${printMark(d)}`,
  explain: (d) => `the packet's mark is ${d.inverted ? 'not ' : ''}${printMark(d)}`,
  test: (d, skb) => ((skb.mark & d.mask) >>> 0 === d.value) !== d.inverted,
  saw: (_, skb) => `the mark ${hex(skb.mark)}`,
});
