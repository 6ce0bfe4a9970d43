import { parsed } from '../../text/problem.ts';
import { defineMatch } from '../extension.ts';
import { uint64 } from '../values/uint.ts';
import { check } from './check.ts';

/** Matches until so many bytes have gone by. Reference: net/netfilter/xt_quota.c, extensions/libxt_quota.c */
export const quota = defineMatch({
  name: 'quota',
  summary: 'Matches until so many bytes have passed, and then no more.',
  stateful: true,
  options: {
    quota: {
      names: ['--quota'],
      takes: uint64,
      invertible: true,
      required: true,
      help: 'How many bytes; with ! it matches only once they are used up.',
      means: (v: string, not: boolean) =>
        not ? `Matches once ${v} bytes have passed.` : `Matches until ${v} bytes have passed.`,
    },
  },
  parse: (g) => parsed({ bytes: g.quota!.value, inverted: g.quota!.inverted }),
  save: (d) => `${d.inverted ? ' !' : ''} --quota ${d.bytes}`,
  list: (d) => `quota: ${d.bytes} bytes`,
  phrase: (d) => ({
    rate: `${d.inverted ? 'but only once' : 'until'} ${d.bytes} bytes have passed this rule`,
  }),
  explain: (d) => `the quota of ${d.bytes} bytes is ${d.inverted ? 'used up' : 'not used up'}`,
  test(d, skb, environment) {
    const key = `quota ${environment.rule}`;
    const left = (environment.recall(key) as number | undefined) ?? Number(d.bytes);
    const enough = left >= skb.packet.length;
    // A packet that does not fit takes the rest with it.
    environment.remember(key, enough ? left - skb.packet.length : 0);
    return enough !== d.inverted;
  },
  checks(d, skb, environment, met) {
    const left = (environment.recall(`quota ${environment.rule}`) as number | undefined) ?? Number(d.bytes);
    return [
      check(
        met,
        `a quota of ${d.bytes} bytes that is ${d.inverted ? '' : 'not '}used up`,
        `${left} bytes were left, and the packet has ${skb.packet.length}`,
      ),
    ];
  },
});
