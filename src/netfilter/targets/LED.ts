import { parsed, refused } from '../../text/problem.ts';
import { defineTarget, type Value } from '../extension.ts';
import { quoted } from '../print/sentence/words.ts';
import { text } from '../values/text.ts';
import { parseUint } from '../values/uint.ts';
import { goesOn } from './goesOn.ts';

const delay: Value<string> = {
  form: 'milliseconds|inf',
  parse(given) {
    const forever = given.slice(0, 3).toLowerCase() === 'inf';
    const ms = forever ? null : parseUint(given, 0, 0xffffffff);
    return forever
      ? parsed('inf')
      : ms === null
        ? refused('Delay value must be within range 0..4294967295', 'Give milliseconds, or inf.')
        : parsed(String(ms));
  },
};

/** Quotes and backslashes in a name are written with a backslash. */
const escaped = (id: string): string => id.replace(/["\\]/g, '\\$&');

/** Blinks a light, if the kernel has the module. Reference: net/netfilter/xt_LED.c, extensions/libxt_LED.c */
export const LED = defineTarget({
  name: 'LED',
  summary: 'Blinks a light of the machine when a packet comes.',
  absent: 'This kernel was built without lights (xt_LED).',
  options: {
    id: {
      names: ['--led-trigger-id'],
      takes: text({ max: 16, form: 'name' }),
      required: true,
      help: 'The light’s name.',
      means: (v: string) => `The light is called ${v}.`,
    },
    delay: {
      names: ['--led-delay'],
      takes: delay,
      help: 'How long it stays on, in milliseconds, or inf for ever.',
      means: (v: string) => (v === 'inf' ? 'It stays on.' : `It stays on for ${v} milliseconds.`),
    },
    blink: { names: ['--led-always-blink'], takes: null, help: 'Blinks even if it is on already.' },
  },
  parse: (g) => parsed({ id: g.id!.value, delay: g.delay?.value ?? '0', blink: g.blink !== undefined }),
  save: (d) =>
    ` --led-trigger-id "${escaped(d.id)}"${d.delay === '0' ? '' : ` --led-delay ${d.delay}`}${d.blink ? ' --led-always-blink' : ''}`,
  list: (d) =>
    `led-trigger-id:"${escaped(d.id)}" led-delay:${d.delay === 'inf' ? 'inf' : `${d.delay}ms`}${d.blink ? ' led-always-blink' : ''}`,
  deed: (d) => ({ does: `Blink the light ${quoted(d.id)} for …`, goesOn: true }),
  apply: (_, skb) => goesOn(skb),
});
