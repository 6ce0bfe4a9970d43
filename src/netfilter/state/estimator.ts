/**
 * The estimator of RATEEST, which the rateest match compares. Reference: net/core/gen_estimator.c, est_timer and
 * gen_estimator_read.
 */

/** How often it measures, as a power of two of seconds, and how slowly its average changes. */
export type Pace = { readonly interval: number; readonly ewma: number };

/**
 * `at` is when it measured last (ms), `packets` and `bytes` are those since then, and the averages are 256 times the
 * rate.
 */
export type Estimator = Pace & {
  readonly at: number;
  readonly packets: number;
  readonly bytes: number;
  readonly averagePackets: number;
  readonly averageBytes: number;
};

/** Rates in packets and bytes a second. */
export interface Rates {
  readonly pps: number;
  readonly bps: number;
}

/** After so many measurements without packets the rest is computed in one step, which leaves out their rounding. */
const mostSteps = 10_000;

/**
 * The estimator at `now`, with every measurement that was due. Differs from Linux: it starts with its first packet,
 * the kernel's with its rule.
 */
export const measured = (e: Estimator, now: number): Estimator => {
  const step = 1000 * 2 ** e.interval;
  const steps = Math.floor((now - e.at) / step);
  if (steps < 1) return e;
  // A count in an interval of a quarter of a second is shifted by 10, and by one less for each doubling.
  const scale = 2 ** (8 - e.interval);
  const share = 2 ** e.ewma;
  const moved = (average: number, count: number) =>
    average + Math.floor((count * scale) / share) - Math.floor(average / share);
  const fallen = (average: number): number => {
    let left = average;
    for (let i = 1; i < steps && left >= share; i++) {
      if (i === mostSteps) return Math.floor(left * (1 - 1 / share) ** (steps - i));
      left -= Math.floor(left / share);
    }
    return left;
  };
  return {
    ...e,
    at: e.at + steps * step,
    packets: 0,
    bytes: 0,
    averagePackets: fallen(moved(e.averagePackets, e.packets)),
    averageBytes: fallen(moved(e.averageBytes, e.bytes)),
  };
};

/** The estimator after one more packet; a new one where there is none. */
export const counted = (
  before: Estimator | undefined,
  { interval, ewma }: Pace,
  bytes: number,
  now: number,
): Estimator => {
  const e = before
    ? measured(before, now)
    : { interval, ewma, at: now, packets: 0, bytes: 0, averagePackets: 0, averageBytes: 0 };
  return { ...e, packets: e.packets + 1, bytes: e.bytes + bytes };
};

/** The rates at `now`; zero where there is no estimator yet. */
export const ratesOf = (before: Estimator | undefined, now: number): Rates => {
  if (!before) return { pps: 0, bps: 0 };
  const e = measured(before, now);
  return { pps: Math.floor(e.averagePackets / 256), bps: Math.floor(e.averageBytes / 256) };
};

/** The key of that estimator in the host's memory. */
export const estimatorKey = (name: string): string => `rateest ${name}`;
