import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Value } from '../extension.ts';
import type { Skb } from '../packet.ts';
import { uint64Range } from '../values/uint.ts';
import { check, noConnection } from './check.ts';

const modes = ['packets', 'bytes', 'avgpkt'] as const;
const directions = ['original', 'reply', 'both'] as const;
const choice = <T extends string>(words: readonly T[], option: string): Value<T> => ({
  form: words.join('|'),
  suggestions: words,
  parse(text) {
    const found = words.find((w) => w === text);
    return found
      ? parsed(found)
      : refused(`Unknown ${option} \`${text}'`, `Choose from ${words.join(', ')}.`);
  },
});

/**
 * The end of a range that has none. The real one turns a range around by changing its ends, which does
 * nothing where they are alike.
 */
const most = '18446744073709551615';
/** An end of 0 is not printed, as if there were none. */
const upTo = ({ to }: { readonly to: string | null }): string => (to === null || to === '0' ? '' : `:${to}`);

/**
 * What a rule counts of a packet's connection; null where there is none. Without packets there is no size of
 * one.
 */
const amount = (d: { readonly mode: string; readonly direction: string }, skb: Skb): bigint | null => {
  const counters = skb.connection?.counters;
  if (!counters) return null;
  const both =
    d.direction === 'both'
      ? [counters.original, counters.reply]
      : [d.direction === 'original' ? counters.original : counters.reply];
  const sum = (of: 'packets' | 'bytes') => both.reduce((n, c) => n + c[of], 0);
  if (d.mode !== 'avgpkt') return BigInt(sum(d.mode === 'packets' ? 'packets' : 'bytes'));
  return sum('packets') === 0 ? 0n : BigInt(Math.floor(sum('bytes') / sum('packets')));
};

/**
 * Matches how much a connection has carried so far. Reference: net/netfilter/xt_connbytes.c,
 * extensions/libxt_connbytes.c
 */
export const connbytes = defineMatch({
  name: 'connbytes',
  summary: 'Matches how many packets or bytes a connection has carried so far.',
  tracks: () => true,
  options: {
    range: {
      names: ['--connbytes'],
      invertible: true,
      required: true,
      help: 'Matches once a connection has carried this much, or an amount in this range.',
      means: (v: { readonly from: string; readonly to: string | null }, not: boolean) =>
        `The connection has ${not ? 'not ' : ''}carried ${v.to === null ? `at least ${v.from}` : `${v.from} to ${v.to}`}.`,
      takes: {
        ...uint64Range,
        parse(text, place) {
          const read = uint64Range.parse(text, place);
          if (!read.ok || read.value.to === null || BigInt(read.value.from) <= BigInt(read.value.to))
            return read;
          return refused(
            `${read.value.from} should be less than ${read.value.to}`,
            'The smaller number comes first.',
          );
        },
      },
    },
    direction: {
      names: ['--connbytes-dir'],
      takes: choice(directions, '--connbytes-dir'),
      required: true,
      help: 'Which direction to count: original, reply or both.',
      means: (v: 'original' | 'reply' | 'both') =>
        ({
          original: 'Count what the side that opened the connection sent.',
          reply: 'Count the replies.',
          both: 'Count both directions.',
        })[v],
    },
    mode: {
      names: ['--connbytes-mode'],
      takes: choice(modes, '--connbytes-mode'),
      required: true,
      help: 'What to count: packets, bytes, or the average size of a packet.',
      means: (v: 'packets' | 'bytes' | 'avgpkt') =>
        `Count ${v === 'avgpkt' ? 'bytes for each packet, on average' : v}.`,
    },
  },
  parse(g) {
    const { from, to } = g.range!.value;
    return parsed({
      from,
      to: to === most ? null : to,
      inverted: g.range!.inverted && from !== (to ?? most),
      mode: g.mode!.value,
      direction: g.direction!.value,
    });
  },
  save: (d) =>
    `${d.inverted ? ' !' : ''} --connbytes ${d.from}${upTo(d)} --connbytes-mode ${d.mode} --connbytes-dir ${d.direction}`,
  list: (d) =>
    `${d.inverted ? '! ' : ''}connbytes ${d.from}${upTo(d)} connbytes mode ${d.mode} connbytes direction ${d.direction}`,
  phrase(d, { table }) {
    const range = d.to === null ? `at least ${d.from}` : d.to === d.from ? d.from : `${d.from} to ${d.to}`;
    const where = { original: ' from its client', reply: ' in replies', both: '' }[d.direction];
    const what = d.mode === 'avgpkt' ? `${range} bytes a packet on average` : `${range} ${d.mode}`;
    return {
      that: `${table === 'nat' ? 'have' : 'belong to a connection that has'} carried ${what}${where}`,
      not: d.inverted,
    };
  },
  explain: (d) =>
    `the connection has ${d.inverted ? 'not ' : ''}carried ${d.to === null ? `${d.from} or more` : `${d.from} to ${d.to}`} ${d.mode === 'avgpkt' ? 'bytes a packet' : d.mode}${d.direction === 'both' ? '' : ` in the ${d.direction} direction`}`,
  test(d, skb) {
    const seen = amount(d, skb);
    return (
      seen !== null && (seen >= BigInt(d.from) && (d.to === null || seen <= BigInt(d.to))) !== d.inverted
    );
  },
  checks(d, skb, _, met) {
    const seen = amount(d, skb);
    const unit = d.mode === 'avgpkt' ? 'bytes a packet' : d.mode;
    const range = d.to === null ? `${d.from} or more` : `${d.from} to ${d.to}`;
    return [
      check(
        met,
        `a connection with ${d.inverted ? 'anything but ' : ''}${range} ${unit} so far`,
        seen === null ? noConnection : `the connection has had ${seen}`,
      ),
    ];
  },
});
