import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { check } from './check.ts';

const flags = ['loose', 'validmark', 'accept-local', 'invert'] as const;

/** Matches if a reply would leave through the interface the packet arrived on. Reference:
 * net/ipv4/netfilter/ipt_rpfilter.c, extensions/libxt_rpfilter.c
 */
export const rpfilter = defineMatch({
  name: 'rpfilter',
  summary: 'Matches if a reply would leave through the interface the packet arrived on.',
  tables: ['mangle', 'raw'],
  hooks: ['PREROUTING'],
  options: {
    loose: {
      names: ['--loose'],
      takes: null,
      help: 'Any interface will do, if there is a route back.',
    },
    validmark: {
      names: ['--validmark'],
      takes: null,
      help: 'Uses the packet’s mark to look up the route.',
    },
    'accept-local': {
      names: ['--accept-local'],
      takes: null,
      help: 'Matches packets with a source address of this machine too.',
    },
    invert: { names: ['--invert'], takes: null, help: 'Matches the packets that fail the test.' },
  },
  parse: (g) => parsed({ flags: flags.filter((f) => g[f]) }),
  save: (d) => d.flags.map((f) => ` --${f}`).join(''),
  list: (d) => ['rpfilter', ...d.flags].join(' '),
  phrase: (d) => ({
    that: `can be answered through ${d.flags.includes('loose') ? 'some interface' : 'the interface they arrived on'}`,
    not: d.flags.includes('invert'),
  }),
  explain: (d) =>
    `an answer would ${d.flags.includes('invert') ? 'not ' : ''}leave by ${d.flags.includes('loose') ? 'some interface' : 'the interface the packet came in by'}`,
  test(d, skb, environment) {
    const has = (flag: (typeof flags)[number]) => d.flags.includes(flag);
    if (skb.input === 'lo') return !has('invert');
    const back = environment.reverseRoute(skb.packet.source, has('validmark') ? skb.mark : 0) ?? null;
    const passes =
      back !== null &&
      (back.kind === 'unicast' || has('accept-local')) &&
      (has('loose') || back.device === skb.input);
    return passes !== has('invert');
  },
  checks(d, skb, environment, met) {
    const through = d.flags.includes('loose') ? '' : ' through the interface the packet arrived on';
    const needs = `${d.flags.includes('invert') ? 'no' : 'a'} route back to the source${through}`;
    if (skb.input === 'lo') return [check(met, needs, 'packets that arrive on lo always have one')];
    const back = environment.reverseRoute(skb.packet.source, d.flags.includes('validmark') ? skb.mark : 0);
    return [
      check(
        met,
        needs,
        back === null
          ? 'there is no route back'
          : back.kind === 'local'
            ? "the source is one of this machine's own addresses"
            : `the route back is through ${back.device}`,
      ),
    ];
  },
});
