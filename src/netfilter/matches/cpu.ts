import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { uint } from '../values/uint.ts';
import { check } from './check.ts';

/**
 * Matches the processor that handles the packet. Reference: net/netfilter/xt_cpu.c, extensions/libxt_cpu.c
 */
export const cpu = defineMatch({
  name: 'cpu',
  summary: 'Matches the processor that handles the packet.',
  options: {
    cpu: {
      names: ['--cpu'],
      takes: uint(0xffffffff),
      invertible: true,
      required: true,
      help: 'Matches packets that this processor handles, counted from 0.',
      means: (v: number, not: boolean) => `Processor ${v} ${not ? 'does not handle' : 'handles'} the packet.`,
    },
  },
  parse: (g) => parsed({ cpu: g.cpu!.value, inverted: g.cpu!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --cpu ${d.cpu}`,
  list: (d) => `cpu ${d.inverted ? '! ' : ''}${d.cpu}`,
  phrase: (d) => ({ that: `processor ${d.cpu} handles`, not: d.inverted }),
  explain: (d) => `the packet is ${d.inverted ? 'not ' : ''}handled by processor ${d.cpu}`,
  // A host here has one processor.
  test: (d) => (d.cpu === 0) !== d.inverted,
  checks: (d, _, __, met) => [
    check(
      met,
      `processor ${d.inverted ? 'other than ' : ''}${d.cpu}`,
      'the packet is handled by processor 0',
    ),
  ],
});
