import { parsed } from '../../text/problem.ts';
import { defineTarget } from '../extension.ts';
import { quoted } from '../print/sentence/words.ts';
import { text } from '../values/text.ts';
import { goesOn } from './goesOn.ts';

/**
 * Puts a security mark on the packet, where SELinux runs. Reference: net/netfilter/xt_SECMARK.c,
 * extensions/libxt_SECMARK.c
 */
export const SECMARK = defineTarget({
  name: 'SECMARK',
  summary: 'Sets a security mark on the packet, for SELinux.',
  options: {
    context: {
      names: ['--selctx'],
      takes: text({ form: 'context' }),
      required: true,
      help: 'The mark, as SELinux writes it.',
      means: (v: string) => `The security mark is ${v}.`,
    },
  },
  parse: (g) => parsed({ context: g.context!.value }),
  check: (_, { table }) =>
    table === 'mangle' || table === 'security'
      ? {
          errno: 'No chain/target/match by that name',
          hint: 'This kernel runs without SELinux, and knows no security marks.',
        }
      : { errno: 'Invalid argument', hint: 'Use SECMARK in the mangle or security table.' },
  save: (d) => ` --selctx ${d.context}`,
  list: (d) => `SECMARK selctx ${d.context}`,
  deed: (d) => ({ they: `get the security mark ${quoted(d.context)}`, goesOn: true, packets: true }),
  apply: (_, skb) => goesOn(skb),
});
