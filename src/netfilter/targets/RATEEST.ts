import { type Parsed, parsed, refused } from '../../text/problem.ts';
import { defineTarget, type Value } from '../extension.ts';
import { counted, type Estimator, estimatorKey } from '../state/estimator.ts';
import { readFloat } from '../values/float.ts';
import { text } from '../values/text.ts';
import { goesOn } from './goesOn.ts';

const units: Readonly<Record<string, number>> = {
  s: 1e6,
  sec: 1e6,
  secs: 1e6,
  ms: 1e3,
  msec: 1e3,
  msecs: 1e3,
  us: 1,
  usec: 1,
  usecs: 1,
};

/** As C makes an unsigned number of a fraction: modulo 2^32, and 0 where it is far too large. */
const whole = (n: number): number => (Math.abs(n) < 2 ** 63 ? Math.trunc(n) >>> 0 : 0);

/** Microseconds. Reference: extensions/libxt_RATEEST.c, RATEEST_get_time. */
const duration: Value<number> = {
  form: 'time',
  parse(given, place): Parsed<number> {
    const read = readFloat(given);
    const unit = read?.rest === '' ? 1 : units[read?.rest.toLowerCase() ?? ''];
    const what = place.option === 'rateest-interval' ? 'interval' : 'ewmalog';
    return !read || unit === undefined
      ? refused(`RATEEST: bad ${what} value "${given}"`, 'Give a time with its unit: 250ms, 2s.')
      : parsed(whole(read.value * unit));
  },
};
const outOf = (what: string) =>
  refused(`RATEEST: ${what}`, 'Write --rateest-interval 250ms --rateest-ewmalog 500ms.');
/** The interval's index: a quarter of a second doubled so many times. */
const intervalOf = (us: number): number | null => {
  for (let i = 0; i <= 5; i++) if (us <= (1 << i) * 250_000) return i - 2;
  return null;
};
/** How slowly the average moves: an exponent, 0 or 31 where the two times do not go together. */
const ewmaOf = (interval: number, us: number): number => {
  let i = 1;
  while (i < 32 && interval / -Math.log(1 - 2 ** -i) <= us) i++;
  return i - 1;
};
const print = (us: number): string =>
  us >= 1e6 ? `${(us / 1e6).toFixed(1)}s` : us >= 1e3 ? `${(us / 1e3).toFixed(1)}ms` : `${us}us`;

/**
 * Keeps measuring how many packets and bytes come. Reference: net/netfilter/xt_RATEEST.c,
 * extensions/libxt_RATEEST.c
 */
export const RATEEST = defineTarget({
  name: 'RATEEST',
  summary: 'Measures how fast packets come, for the match rateest.',
  options: {
    name: {
      names: ['--rateest-name'],
      required: true,
      takes: text({ keep: 15, form: 'name' }),
      help: 'The name of the measured rate.',
      means: (v: string) => `The rate is kept under the name ${v}.`,
    },
    interval: {
      names: ['--rateest-interval'],
      required: true,
      takes: duration,
      help: 'How often to measure.',
      means: (v: number) => `Measure every ${print(v)}.`,
    },
    ewma: {
      names: ['--rateest-ewmalog'],
      required: true,
      takes: duration,
      help: 'Over what time to average.',
      means: (v: number) => `Average over ${print(v)}.`,
    },
  },
  demand(g): Parsed<never> | null {
    const interval = g.interval ? intervalOf(g.interval.value) : -2;
    if (interval === null) return outOf('interval value is too large');
    const ewma = ewmaOf(g.interval?.value ?? 0, g.ewma?.value ?? 0);
    return ewma === 0 || ewma >= 31 ? outOf('ewmalog value is out of range') : null;
  },
  parse(g) {
    return parsed({
      name: g.name!.value,
      interval: intervalOf(g.interval!.value)!,
      ewma: ewmaOf(g.interval!.value, g.ewma!.value),
    });
  },
  save: (d) =>
    ` --rateest-name ${d.name} --rateest-interval ${print(2 ** (d.interval + 2) * 250_000)} --rateest-ewmalog ${print((2 ** (d.interval + 2) * 250_000 * 2 ** d.ewma) % 2 ** 32)}`,
  list: (d) =>
    `name ${d.name} interval ${print(2 ** (d.interval + 2) * 250_000)} ewmalog ${print((2 ** (d.interval + 2) * 250_000 * 2 ** d.ewma) % 2 ** 32)}`,
  deed: (d) => ({ does: `Measure, under the name ${d.name}, the rate of …`, goesOn: true }),
  shares: (d) => [estimatorKey(d.name)],
  check(d, context) {
    const others =
      context
        .usersOf?.(estimatorKey(d.name))
        .filter((use) => use.name === 'RATEEST')
        .map((use) => use.data as typeof d) ?? [];
    return others.some((o) => o.interval !== d.interval || o.ewma !== d.ewma)
      ? {
          errno: 'Invalid argument',
          hint: `Another rule measures ${d.name} with other times. Take the same ones, or another name.`,
        }
      : null;
  },
  apply(d, skb, environment) {
    const key = estimatorKey(d.name);
    environment.remember(
      key,
      counted(environment.recall(key) as Estimator | undefined, d, skb.packet.length, environment.now),
    );
    return goesOn(skb);
  },
});
