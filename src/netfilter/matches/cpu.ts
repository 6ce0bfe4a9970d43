import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { uint } from '../values/uint.ts';

/**
 * Matches the processor that handles the packet. Reference: net/netfilter/xt_cpu.c, extensions/libxt_cpu.c
 */
export const cpu = defineMatch({
  name: 'cpu',
  summary: 'Asks which processor handles the packet.',
  options: {
    cpu: {
      names: ['--cpu'],
      takes: uint(0xffffffff),
      invertible: true,
      required: true,
      help: 'Fits packets that this processor handles, from 0.',
    },
  },
  parse: (g) => parsed({ cpu: g.cpu!.value, inverted: g.cpu!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --cpu ${d.cpu}`,
  list: (d) => `cpu ${d.inverted ? '! ' : ''}${d.cpu}`,
  explain: (d) => `the packet is ${d.inverted ? 'not ' : ''}handled by processor ${d.cpu}`,
  // A host here has one processor.
  test: (d) => (d.cpu === 0) !== d.inverted,
  saw: () => 'been handled by processor 0',
});
