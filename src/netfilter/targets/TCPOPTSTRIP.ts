import { own } from '../../text/own.ts';
import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { optionSize } from '../datapath/packetBytes.ts';
import { defineTarget, type Value } from '../extension.ts';
import { listed } from '../print/sentence/words.ts';
import { parseUint } from '../values/uint.ts';
import { goesOn, goesOnWith } from './goesOn.ts';

const names: Readonly<Record<string, number>> = {
  mss: 2,
  wscale: 3,
  'sack-permitted': 4,
  sack: 5,
  timestamp: 8,
  md5: 19,
};
const nameOf = (n: number) => Object.entries(names).find(([, value]) => value === n)?.[0] ?? String(n);

const tcpOptions: Value<readonly number[]> = {
  form: 'option,option…',
  suggestions: Object.keys(names),
  parse(text): Parsed<readonly number[]> {
    const found = new Set<number>();
    for (const word of text.split(',')) {
      const number = own(names, word) ?? parseUint(word, 0, 255);
      if (number === null)
        return refused(
          `Bad TCP option value "${word}"`,
          `Options are ${Object.keys(names).join(', ')}, or numbers up to 255.`,
        );
      if (number < 2)
        return refused(
          'Option value may not be 0 or 1',
          'Options 0 and 1 are no options, but what fills the space between them.',
        );
      if (found.has(Number(number)))
        return refused(`Option "${word}" already specified`, 'Name each option once.');
      found.add(Number(number));
    }
    return parsed([...found].sort((a, b) => a - b));
  },
};

/**
 * Overwrites TCP options with nothing. Reference: net/netfilter/xt_TCPOPTSTRIP.c,
 * extensions/libxt_TCPOPTSTRIP.c
 */
export const TCPOPTSTRIP = defineTarget({
  name: 'TCPOPTSTRIP',
  summary: 'Overwrites TCP options with padding.',
  tables: ['mangle'],
  protocol: 6,
  options: {
    options: {
      names: ['--strip-options'],
      takes: tcpOptions,
      help: 'The options to overwrite, by name or number.',
      means: (v: readonly number[]) => `Overwrite ${v.map(nameOf).join(', ')}.`,
    },
  },
  parse: (g) => parsed({ options: g.options?.value ?? [] }),
  save: (d) => (d.options.length ? ` --strip-options ${d.options.join(',')}` : ''),
  list: (d, { numeric }) =>
    d.options.length
      ? `TCPOPTSTRIP options ${d.options.map((n) => (numeric ? n : nameOf(n))).join(',')}`
      : '',
  deed: (d) => ({
    does: d.options.length
      ? `Overwrite the TCP option${d.options.length > 1 ? 's' : ''} ${listed(d.options.map(nameOf))} of …`
      : 'Overwrite no TCP option of …',
    goesOn: true,
  }),
  apply(d, skb) {
    const { transport: t, fragment } = skb.packet;
    if (t.kind !== 'tcp' || fragment?.offset) return goesOn(skb);
    // An option's place is filled with as many bytes that say nothing.
    const { mss, ...rest } = {
      ...t,
      options: t.options.flatMap((o) =>
        d.options.includes(o) ? Array.from({ length: optionSize(o) }, () => 1) : [o],
      ),
    };
    return goesOnWith(skb, {
      transport: rest.options.includes(2) && mss !== undefined ? { ...rest, mss } : rest,
    });
  },
});
