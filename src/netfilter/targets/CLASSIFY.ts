import { parsed, refused } from '../../text/problem.ts';
import { defineTarget, type Value } from '../extension.ts';
import { goesOn } from './goesOn.ts';

/** What of a hexadecimal number fits into 16 bits; one of more than 64 is the largest. */
const half = (text: string): number => {
  const size = BigInt(`0x0${text.replace(/^[-+]?(0x)?/i, '')}`);
  const value = size > 0xffffffffffffffffn ? 0xffffffffffffffffn : size;
  return Number((text.startsWith('-') ? -value : value) & 0xffffn);
};
const trafficClass: Value<{ readonly major: number; readonly minor: number }> = {
  form: 'major:minor',
  parse(text) {
    const found = /^\s*([-+]?(?:0x)?[0-9a-f]+):\s*([-+]?(?:0x)?[0-9a-f]+|[-+]?0x)/i.exec(text);
    if (!found)
      return refused(
        `Bad class value "${text}"`,
        'A class is two hexadecimal numbers with a colon between: 1:10.',
      );
    return parsed({ major: half(found[1]!), minor: half(found[2]!) });
  },
};

/**
 * Puts the packet into a class of traffic shaping. Reference: net/netfilter/xt_CLASSIFY.c,
 * extensions/libxt_CLASSIFY.c
 */
export const CLASSIFY = defineTarget({
  name: 'CLASSIFY',
  summary: 'Puts the packet into a class of traffic shaping.',
  hooks: ['FORWARD', 'OUTPUT', 'POSTROUTING'],
  options: {
    class: {
      names: ['--set-class'],
      takes: trafficClass,
      required: true,
      help: 'The class, as tc(8) numbers it.',
      means: (v: { readonly major: number; readonly minor: number }) =>
        `The traffic class is ${v.major.toString(16)}:${v.minor.toString(16)}.`,
    },
  },
  parse: (g) => parsed(g.class!.value),
  save: (d) =>
    ` --set-class ${d.major.toString(16).padStart(4, '0')}:${d.minor.toString(16).padStart(4, '0')}`,
  list: (d) => `CLASSIFY set ${d.major.toString(16)}:${d.minor.toString(16)}`,
  deed: (d) => ({
    they: `go into the traffic class ${d.major.toString(16)}:${d.minor.toString(16)}`,
    goesOn: true,
    packets: true,
  }),
  apply: (_, skb) => goesOn(skb),
});
