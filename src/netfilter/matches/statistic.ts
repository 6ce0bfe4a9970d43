import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Value } from '../extension.ts';
import { readFloat } from '../values/float.ts';
import { uint } from '../values/uint.ts';

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
const print = (p: number) => (p / half).toFixed(11);

/**
 * Matches by chance, or every so many packets. Reference: net/netfilter/xt_statistic.c,
 * extensions/libxt_statistic.c
 */
export const statistic = defineMatch({
  name: 'statistic',
  summary: 'Fits by chance, or every so many packets.',
  stateful: true,
  options: {
    mode: {
      names: ['--mode'],
      takes: mode,
      required: true,
      help: 'Whether to go by chance (random) or to count (nth).',
    },
    probability: {
      names: ['--probability'],
      takes: probability,
      invertible: true,
      excludes: ['every', 'packet'],
      help: 'How likely a packet is to fit, from 0 to 1.',
    },
    every: {
      names: ['--every'],
      takes: uint(0xffffffff, 1),
      invertible: true,
      also: ['packet'],
      help: 'Fits one packet in so many.',
    },
    packet: {
      names: ['--packet'],
      takes: uint(0xffffffff),
      also: ['every'],
      help: 'Which of them fits first, from 0.',
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
    // In the kernel's structure the probability and --every share a place: the one given last stands there.
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
  explain: (d) =>
    d.mode === 'random'
      ? `chance has it so: ${Math.round((d.probability / half) * 1000) / 10} of 100 packets ${d.inverted ? 'do not fit' : 'fit'}`
      : `it is ${d.inverted ? 'not ' : ''}one packet in ${d.every}`,
  test(d, _, environment) {
    if (d.mode === 'random') return environment.random() * half < d.probability !== d.inverted;
    const key = `statistic ${environment.rule}`;
    const count = (environment.recall(key) as number | undefined) ?? d.every - 1 - d.packet;
    const turn = count === d.every - 1;
    environment.remember(key, turn ? 0 : count + 1);
    return turn !== d.inverted;
  },
  saw: (d) => (d.mode === 'random' ? 'had other luck' : 'come at another turn'),
});
