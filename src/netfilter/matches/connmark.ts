import { parsed } from '../../text/problem.ts';
import { connectionSeen } from '../datapath/connectionView.ts';
import { defineMatch } from '../extension.ts';
import { hex, type Mark, mark, meansMarked, printMark, sayMarked } from '../values/mark.ts';
import { check, noConnection } from './check.ts';

/** Matches the mark of a connection. Reference: net/netfilter/xt_connmark.c, extensions/libxt_connmark.c */
export const connmark = defineMatch({
  name: 'connmark',
  summary: 'Matches the mark that a CONNMARK rule set on the connection.',
  tracks: () => true,
  options: {
    mark: {
      names: ['--mark'],
      takes: mark,
      invertible: true,
      required: true,
      help: 'Matches packets whose connection has this mark; with a mask, only those bits count.',
      means: (v: Mark, not: boolean) => meansMarked(v, not, 'connection mark'),
    },
  },
  parse: (g) => parsed({ ...g.mark!.value, inverted: g.mark!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --mark ${printMark(d)}`,
  list: (d) => `connmark match ${d.inverted ? '!' : ''} ${printMark(d)}`,
  phrase: (d) => ({ that: sayMarked(d).replace('mark', 'connection mark'), not: d.inverted }),
  explain: (d) => `the connection's mark is ${d.inverted ? 'not ' : ''}${printMark(d)}`,
  test(d, skb) {
    const c = connectionSeen(skb);
    return c !== null && c.id !== null && ((c.mark & d.mask) >>> 0 === d.value) !== d.inverted;
  },
  checks: (d, skb, _, met) => [
    check(
      met,
      `a connection mark ${d.inverted ? 'other than' : 'of'} ${printMark(d)}`,
      skb.connection?.id == null ? noConnection : `the connection has mark ${hex(skb.connection.mark)}`,
    ),
  ],
});
