import { defineMatch } from '../extension.ts';
import { parsed } from '../problem.ts';

const flags = ['loose', 'validmark', 'accept-local', 'invert'] as const;

/** Asks whether an answer would leave by the interface the packet came in by. Reference: net/ipv4/netfilter/ipt_rpfilter.c, extensions/libxt_rpfilter.c */
export const rpfilter = defineMatch({
  name: 'rpfilter',
  summary: 'Asks whether an answer would leave by the interface the packet came in by.',
  tables: ['mangle', 'raw'],
  hooks: ['PREROUTING'],
  notSimulated: 'a second look at the routes',
  options: {
    loose: { names: ['--loose'], takes: null, help: 'Is content if the source can be reached by any interface.' },
    validmark: { names: ['--validmark'], takes: null, help: 'Uses the packet’s mark when it looks at the routes.' },
    'accept-local': { names: ['--accept-local'], takes: null, help: 'Lets packets pass that come from an address of this machine.' },
    invert: { names: ['--invert'], takes: null, help: 'Fits the packets that fail the test.' },
  },
  parse: (g) => parsed({ flags: flags.filter((f) => g[f]) }),
  save: (d) => d.flags.map((f) => ` --${f}`).join(''),
  list: (d) => ['rpfilter', ...d.flags].join(' '),
  explain: (d) => `an answer would ${d.flags.includes('invert') ? 'not ' : ''}leave by ${d.flags.includes('loose') ? 'some interface' : 'the interface the packet came in by'}`,
  test: () => false,
  saw: () => 'no route back',
});
