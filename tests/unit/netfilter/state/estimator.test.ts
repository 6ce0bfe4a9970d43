import { expect, it } from 'vitest';
import { counted, type Estimator, ratesOf } from '../../../../src/netfilter/state/estimator.ts';

/**
 * What Linux 6.18 told of 40 UDP packets with 3 000 bytes together, sent at once: the packets a second of
 * each look after them, read by a row of `-m rateest --rateest-gt --rateest-pps N` until they were all gone.
 * Several runs together saw every value; that two looks in a row have the same one was told by how long it
 * stood.
 */
it.each([
  ['250ms', '500ms', { interval: -2, ewma: 1 }, 6000, [80, 40, 20, 10, 5, 2, 1, 0]],
  ['250ms', '2s', { interval: -2, ewma: 3 }, 1500, [20, 17, 15, 13, 11, 10, 8, 7, 6, 6, 5, 4, 4, 3]],
  ['500ms', '1s', { interval: -1, ewma: 1 }, 3000, [40, 20, 10, 5, 2, 1]],
])('interval %s and ewmalog %s', (_interval, _ewma, pace, bytes, packets) => {
  const step = 1000 * 2 ** pace.interval;
  const start = 7_000_000;
  let estimator: Estimator | undefined;
  for (let i = 0; i < 40; i++) estimator = counted(estimator, pace, i % 2 ? 100 : 50, start + i);
  expect(ratesOf(estimator, start + step - 1)).toEqual({ pps: 0, bps: 0 });
  expect(ratesOf(estimator, start + step).bps).toBe(bytes);
  expect(packets.map((_, i) => ratesOf(estimator, start + step * (i + 1)).pps)).toEqual(packets);
});

it('asked a year later, it answers at once', () => {
  const slow = counted(undefined, { interval: -2, ewma: 30 }, 2 ** 32, 0);
  expect(ratesOf(slow, 31_536_000_000).pps).toBe(0);
  expect(ratesOf(slow, 31_536_000_000).bps).toBeLessThanOrEqual(ratesOf(slow, 250).bps);
});
