import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Value } from '../extension.ts';
import { numeral } from '../print/sentence/words.ts';
import { readFloat } from '../values/float.ts';
import { uint } from '../values/uint.ts';
import { check } from './check.ts';

const half = 0x80000000;

type Data = {
  readonly mode: 'random' | 'nth';
  readonly probability: number;
  readonly inverted: boolean;
  readonly every: number;
  readonly packet: number;
};
const mode: Value<'random' | 'nth'> = {
  form: 'random|nth',
  suggestions: ['random', 'nth'],
  parse: (text) =>
    text === 'random' || text === 'nth'
      ? parsed(text)
      : refused(`Bad mode "${text}"`, 'The modes are random and nth.'),
};
const probability: Value<number> = {
  form: 'p',
  parse(text, place) {
    const read = readFloat(text);
    // What is no number is not out of range, and counts as 0.
    return read && read.rest === '' && !(read.value < 0 || read.value > 1)
      ? parsed(Math.round((read.value || 0) * half))
      : refused(
          `${place.extension}: bad value for option "--${place.option}", or out of range (0-1).\n`,
          'A probability is a number from 0 to 1.',
        );
  },
};
/** Parts of all packets that have a name. */
const shares: readonly (readonly [size: number, name: string])[] = [
  [0, 'none'],
  [1 / 4, 'a quarter'],
  [1 / 3, 'a third'],
  [1 / 2, 'half'],
  [2 / 3, 'two thirds'],
  [3 / 4, 'three quarters'],
  [1, 'all'],
];
const print = (p: number) => (p / half).toFixed(11);

/**
 * Matches by chance, or every so many packets. Reference: net/netfilter/xt_statistic.c,
 * extensions/libxt_statistic.c
 */
export const statistic = defineMatch({
  name: 'statistic',
  summary: 'Matches packets at random, or every so many.',
  stateful: true,
  options: {
    mode: {
      names: ['--mode'],
      takes: mode,
      required: true,
      help: 'Whether to pick at random (random) or to count (nth).',
      means: (v: 'random' | 'nth') => (v === 'random' ? 'Pick packets at random.' : 'Count packets.'),
    },
    probability: {
      names: ['--probability'],
      takes: probability,
      invertible: true,
      excludes: ['every', 'packet'],
      help: 'How likely a packet is to match, from 0 to 1.',
      means: (v: number, not: boolean) =>
        `${Math.round((v / half) * 1000) / 10} of 100 packets ${not ? 'do not match' : 'match'}.`,
    },
    every: {
      names: ['--every'],
      takes: uint(0xffffffff, 1),
      invertible: true,
      also: ['packet'],
      help: 'Matches one packet in this many.',
      means: (v: number, not: boolean) => `One packet in ${v} ${not ? 'does not match' : 'matches'}.`,
    },
    packet: {
      names: ['--packet'],
      takes: uint(0xffffffff),
      also: ['every'],
      help: 'Which of them matches first, counted from 0.',
      means: (v: number) => `The first to match is packet ${v + 1}.`,
    },
  },
  demand(g) {
    const kind = g.mode?.value ?? 'random';
    if (kind === 'random' && !g.probability)
      return refused(
        '--probability must be specified when using random mode',
        'Say how likely: --probability 0.5.',
      );
    if (kind === 'nth' && !g.every && !g.packet)
      return refused(
        '--every and --packet must be specified when using nth mode',
        'Say which: --every 3 --packet 0.',
      );
    // In the kernel's structure the probability and --every share a place: the one given last wins.
    const last =
      g.every && (g.probability?.order ?? -1) < g.every.order
        ? g.every.value - 1
        : (g.probability?.value ?? 0);
    if ((g.packet?.value ?? 0) > last)
      return refused(
        'the --packet p must be 0 <= p <= n-1',
        'Packets are counted from 0, so that the last is one less than --every.',
      );
    return null;
  },
  parse: (g): Parsed<Data> =>
    g.mode!.value === 'random'
      ? parsed({
          mode: 'random',
          probability: g.probability!.value,
          inverted: g.probability!.inverted,
          every: 0,
          packet: 0,
        })
      : parsed({
          mode: 'nth',
          probability: 0,
          inverted: g.every!.inverted,
          every: g.every!.value,
          packet: g.packet!.value,
        }),
  save: (d) =>
    ` --mode ${d.mode}${d.inverted ? ' !' : ''}${d.mode === 'random' ? ` --probability ${print(d.probability)}` : ` --every ${d.every} --packet ${d.packet}`}`,
  list: (d) =>
    `statistic mode ${d.mode}${d.inverted ? ' !' : ''}${d.mode === 'random' ? ` probability ${print(d.probability)}` : ` every ${d.every}${d.packet ? ` packet ${d.packet}` : ''}`}`,
  phrase(d) {
    if (d.mode === 'nth')
      return {
        share: d.inverted
          ? `all but one in ${numeral(d.every)}`
          : d.every === 1
            ? 'every one'
            : `one in ${numeral(d.every)}`,
      };
    const part = Math.abs((d.inverted ? 1 : 0) - d.probability / half);
    const named = shares.find(([size]) => Math.abs(part - size) < 1e-4)?.[1];
    const percent = part * 100;
    return { share: named ?? `about ${percent < 1 ? percent.toPrecision(2) : Math.round(percent)} %` };
  },
  explain: (d) =>
    d.mode === 'random'
      ? `the random choice takes ${Math.round((d.probability / half) * 1000) / 10} of 100 packets${d.inverted ? ', and this is one of the others' : ''}`
      : `it is ${d.inverted ? 'not ' : ''}one packet in ${d.every}`,
  test(d, _, environment) {
    if (d.mode === 'random') return environment.random() * half < d.probability !== d.inverted;
    const key = `statistic ${environment.rule}`;
    const count = (environment.recall(key) as number | undefined) ?? d.every - 1 - d.packet;
    const turn = count === d.every - 1;
    environment.remember(key, turn ? 0 : count + 1);
    return turn !== d.inverted;
  },
  checks(d, _, environment, met) {
    if (d.mode === 'random') {
      const drawn = environment.random().toFixed(3);
      const sign = d.inverted ? 'from' : 'below';
      return [
        check(
          met,
          `a random number ${sign} ${print(d.probability).slice(0, 5)}${d.inverted ? ' up' : ''}`,
          `the number drawn was ${drawn}`,
        ),
      ];
    }
    const count =
      (environment.recall(`statistic ${environment.rule}`) as number | undefined) ?? d.every - 1 - d.packet;
    return [
      check(
        met,
        `${d.inverted ? 'any packet but' : ''}${d.inverted ? ' ' : ''}one in every ${d.every}`,
        count === d.every - 1
          ? 'it is the turn of this packet'
          : `its turn is ${d.every - 1 - count} packets away`,
      ),
    ];
  },
});
