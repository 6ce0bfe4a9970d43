import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { quote } from '../values/quoted.ts';
import { text } from '../values/text.ts';
import { uint, uint64 } from '../values/uint.ts';
import { goesOn } from './goesOn.ts';

/** What NFLOG replaced; no kernel since 3.17 has it. Reference: extensions/libipt_ULOG.c */
export const ULOG = defineTarget({
  name: 'ULOG',
  summary: 'Handed a copy to a logging program, long ago. Use NFLOG.',
  absent: 'Linux took ULOG out in version 3.17. Use NFLOG.',
  options: {
    group: {
      names: ['--ulog-nlgroup'],
      takes: uint(32, 1),
      help: 'Which programs got it; 1 if you leave it out.',
      means: (v: number) => `The programs of group ${v} got it.`,
    },
    range: {
      names: ['--ulog-cprange'],
      takes: uint64,
      help: 'How many bytes of the packet were copied; 0 for all.',
      means: (v: string) => `${v} bytes of the packet were copied (0 is all).`,
    },
    threshold: {
      names: ['--ulog-qthreshold'],
      takes: uint(50, 1),
      help: 'How many packets were collected before the program was woken.',
      means: (v: number) => `${v} packets were collected before the program was woken.`,
    },
    prefix: {
      names: ['--ulog-prefix'],
      takes: text({ min: 1, keep: 31, form: 'text' }),
      help: 'Text that went with it.',
      means: (v: string) => `It came with the text “${v}”.`,
    },
  },
  parse: (g) =>
    parsed({
      group: g.group?.value ?? 1,
      range: Number(BigInt.asUintN(32, BigInt(g.range?.value ?? 0))),
      threshold: g.threshold?.value ?? 1,
      prefix: g.prefix?.value ?? '',
    }),
  save: (d) =>
    `${d.prefix && ` --ulog-prefix ${quote(d.prefix)}`}${d.group === 1 ? '' : ` --ulog-nlgroup ${d.group}`}${d.range ? ` --ulog-cprange ${d.range}` : ''}${d.threshold === 1 ? '' : ` --ulog-qthreshold ${d.threshold}`}`,
  list: (d) =>
    `ULOG copy_range ${d.range} nlgroup ${d.group}${d.prefix && ` prefix "${d.prefix}"`} queue_threshold ${d.threshold}`,
  deed: (d) => ({
    they: `are copied to the logging programs of group ${d.group}`,
    goesOn: true,
    packets: true,
  }),
  apply: (_, skb) => goesOn(skb),
});
