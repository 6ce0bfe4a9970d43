import { parsed } from '../../text/problem.ts';
import { connectionSeen } from '../datapath/connectionView.ts';
import { defineMatch } from '../extension.ts';
import { hex, mark, printMark } from '../values/mark.ts';

/** Matches the mark of a connection. Reference: net/netfilter/xt_connmark.c, extensions/libxt_connmark.c */
export const connmark = defineMatch({
  name: 'connmark',
  summary: 'Asks for the mark that a CONNMARK rule put on the connection.',
  tracks: () => true,
  options: {
    mark: {
      names: ['--mark'],
      takes: mark,
      invertible: true,
      required: true,
      help: 'Fits packets of connections with this mark; with a mask, only those bits count.',
    },
  },
  parse: (g) => parsed({ ...g.mark!.value, inverted: g.mark!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --mark ${printMark(d)}`,
  list: (d) => `connmark match ${d.inverted ? '!' : ''} ${printMark(d)}`,
  explain: (d) => `the connection's mark is ${d.inverted ? 'not ' : ''}${printMark(d)}`,
  test(d, skb) {
    const c = connectionSeen(skb);
    return c !== null && c.id !== null && ((c.mark & d.mask) >>> 0 === d.value) !== d.inverted;
  },
  saw: (_, skb) =>
    skb.connection?.id == null ? 'no connection' : `a connection with the mark ${hex(skb.connection.mark)}`,
});
