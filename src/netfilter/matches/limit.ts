import { parsed, refused } from '../../text/problem.ts';
import { defineMatch, type Value } from '../extension.ts';
import { numeral } from '../print/sentence/words.ts';
import { type Bucket, draw } from '../state/tokenBucket.ts';
import { parseRate, printRate, sayRate } from '../values/rate.ts';
import { readInt, uint } from '../values/uint.ts';
import { check } from './check.ts';

/** XT_LIMIT_SCALE: periods are counted in ten-thousandths of a second. */
const scale = 10_000;

const rate: Value<number> = {
  form: 'rate[/second|/minute|/hour|/day]',
  suggestions: ['3/minute', '5/second', '10/hour'],
  parse(text) {
    const read = parseRate(text, scale, (count) => readInt(count) >>> 0);
    if (!read) return refused(`bad rate "${text}"'`, 'A rate is a number and a unit: 3/minute.');
    return read.period === 0
      ? refused(`Rate too fast "${text}"`, 'The fastest rate is 10000/second.')
      : parsed(read.period);
  },
};

/** The kernel counts credit in 32 bits, and so some bursts are too large for slow rates. */
const credits = (user: number): number =>
  (user > 134217 ? Math.floor(user / scale) * 32000 : Math.floor((user * 32000) / scale)) >>> 0;

/** Matches so many packets in a time. Reference: net/netfilter/xt_limit.c, extensions/libxt_limit.c */
export const limit = defineMatch({
  name: 'limit',
  summary: 'Matches at most so many packets in a time.',
  stateful: true,
  options: {
    rate: {
      names: ['--limit'],
      takes: rate,
      help: 'How many packets match on average; 3/hour if you leave it out.',
      means: (v: number) => `At most ${sayRate(printRate(v, scale).text)} on average.`,
    },
    burst: {
      names: ['--limit-burst'],
      takes: uint(10_000),
      help: 'How many match at once after a quiet time; 5 if you leave it out.',
      means: (v: number) => `Up to ${v} at once after a quiet time.`,
    },
  },
  parse: (g) => parsed({ period: g.rate?.value ?? (3600 * scale) / 3, burst: g.burst?.value ?? 5 }),
  check: (d) =>
    d.burst === 0 || credits((d.period * d.burst) % 0x100000000) < credits(d.period)
      ? {
          errno: 'Numerical result out of range',
          hint:
            d.burst === 0
              ? 'With a burst of 0 nothing would ever match.'
              : 'Such a burst is too large for so slow a rate.',
        }
      : null,
  save: (d) =>
    ` --limit ${printRate(d.period, scale).text}${d.burst === 5 ? '' : ` --limit-burst ${d.burst}`}`,
  list: (d) => `limit: avg ${printRate(d.period, scale).text} burst ${d.burst}`,
  phrase: (d) => ({
    rate: `at most ${sayRate(printRate(d.period, scale).text)}${d.burst === 0 ? '' : ` after the first ${numeral(d.burst)}`}`,
  }),
  explain: (d) => `no more than ${printRate(d.period, scale).text} have come, after the first ${d.burst}`,
  test(d, _, environment) {
    const key = `limit ${environment.rule}`;
    const { isEnough, bucket } = draw(
      environment.recall(key) as Bucket | undefined,
      environment.now,
      credits(d.period),
      credits((d.period * d.burst) % 0x100000000),
    );
    environment.remember(key, bucket);
    return isEnough;
  },
  checks: (d, _, __, met) => [
    check(
      met,
      `a packet within the limit of ${printRate(d.period, scale).text} (burst ${d.burst})`,
      met ? 'the limit is not used up' : 'the limit is used up',
    ),
  ],
});
