import { defineMatch } from '../extension.ts';
import { parsed } from '../problem.ts';

const flags = ['transparent', 'nowildcard', 'restore-skmark'] as const;

/** Asks whether a socket of this machine waits for the packet. Reference: net/netfilter/xt_socket.c, extensions/libxt_socket.c */
export const socket = defineMatch({
  name: 'socket',
  summary: 'Asks whether a socket of this machine waits for the packet.',
  hooks: ['PREROUTING', 'INPUT'],
  notSimulated: 'open sockets',
  options: {
    transparent: { names: ['--transparent'], takes: null, help: 'Fits only sockets that were opened as transparent.' },
    nowildcard: { names: ['--nowildcard'], takes: null, help: 'Fits sockets that listen on any address too.' },
    'restore-skmark': { names: ['--restore-skmark'], takes: null, help: 'Gives the packet the mark of the socket.' },
  },
  parse: (g) => parsed({ flags: flags.filter((f) => g[f]) }),
  save: (d) => d.flags.map((f) => ` --${f}`).join(''),
  list: (d) => ['socket', ...d.flags.map((f) => `--${f}`)].join(' '),
  explain: (d) => `a ${d.flags.includes('transparent') ? 'transparent ' : ''}socket of this machine waits for it`,
  test: () => false,
  saw: () => 'no socket',
});
