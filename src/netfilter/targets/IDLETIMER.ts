import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { text } from '../values/text.ts';
import { uint } from '../values/uint.ts';
import { goesOn } from './goesOn.ts';

/**
 * Tells programs when an interface has been idle. Reference: net/netfilter/xt_IDLETIMER.c,
 * extensions/libxt_IDLETIMER.c
 */
export const IDLETIMER = defineTarget({
  name: 'IDLETIMER',
  summary: 'Restarts a timer, so that programs can tell when an interface has become idle.',
  options: {
    timeout: {
      names: ['--timeout'],
      takes: uint(0xffffffff),
      required: true,
      help: 'After how many seconds without packets the timer goes off.',
      means: (v: number) => `The timer goes off after ${v} seconds without packets.`,
    },
    label: {
      names: ['--label'],
      takes: text({ keep: 27, form: 'name' }),
      required: true,
      help: 'The timer’s name.',
      means: (v: string) => `The timer is called ${v}.`,
    },
    alarm: {
      names: ['--alarm'],
      takes: null,
      help: 'The timer goes off even while the machine is suspended.',
    },
  },
  parse: (g) => parsed({ timeout: g.timeout!.value, label: g.label!.value, alarm: g.alarm !== undefined }),
  check: (d) =>
    d.timeout === 0 || d.timeout >= 2_147_483 || /^(|\.|\.\.|.*\/.*)$/.test(d.label)
      ? {
          errno: 'Invalid argument',
          hint: 'A timer needs a name and a time longer than 0 and below 2147483 seconds.',
        }
      : null,
  save: (d) => ` --timeout ${d.timeout} --label ${d.label}${d.alarm ? ' --alarm' : ''}`,
  list: (d) => `timeout:${d.timeout} label:${d.label}${d.alarm ? ' alarm' : ''}`,
  deed: (d) => ({ does: `Restart the timer ${d.label} (${d.timeout} seconds) for …`, goesOn: true }),
  apply: (_, skb) => goesOn(skb),
});
