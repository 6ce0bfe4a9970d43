/**
 * The estimator behind RATEEST and rateest. Reference: net/core/gen_estimator.c, est_timer and
 * gen_estimator_read.
 */

/** How often it looks, as a power of two of seconds, and how slowly its average moves. */
export type Pace = { readonly interval: number; readonly ewma: number };

/**
 * `at` is when it looked last; packets and bytes are those since then; the averages are 256 times the rate.
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

/**
 * From so many looks on in which nothing came, the average falls in one step; it may then be off by what
 * rounding takes.
 */
const mostLooks = 10_000;

/**
 * The estimator at `now`, having looked as often as it was time to. Differs from Linux: the first packet
 * starts it, where the kernel's begins with its rule.
 */
export const looked = (e: Estimator, now: number): Estimator => {
  const step = 1000 * 2 ** e.interval;
  const looks = Math.floor((now - e.at) / step);
  if (looks < 1) return e;
  // A count in an interval of a quarter of a second is shifted by 10, and by one less for each doubling.
  const scale = 2 ** (8 - e.interval);
  const share = 2 ** e.ewma;
  const moved = (average: number, count: number) =>
    average + Math.floor((count * scale) / share) - Math.floor(average / share);
  const fallen = (average: number): number => {
    let left = average;
    for (let i = 1; i < looks && left >= share; i++) {
      if (i === mostLooks) return Math.floor(left * (1 - 1 / share) ** (looks - i));
      left -= Math.floor(left / share);
    }
    return left;
  };
  return {
    ...e,
    at: e.at + looks * step,
    packets: 0,
    bytes: 0,
    averagePackets: fallen(moved(e.averagePackets, e.packets)),
    averageBytes: fallen(moved(e.averageBytes, e.bytes)),
  };
};

/** The estimator with one packet more; a new one where there is none. */
export const counted = (
  before: Estimator | undefined,
  { interval, ewma }: Pace,
  bytes: number,
  now: number,
): Estimator => {
  const e = before
    ? looked(before, now)
    : { interval, ewma, at: now, packets: 0, bytes: 0, averagePackets: 0, averageBytes: 0 };
  return { ...e, packets: e.packets + 1, bytes: e.bytes + bytes };
};

/** What it tells; nothing came yet where there is none. */
export const ratesOf = (before: Estimator | undefined, now: number): Rates => {
  if (!before) return { pps: 0, bps: 0 };
  const e = looked(before, now);
  return { pps: Math.floor(e.averagePackets / 256), bps: Math.floor(e.averageBytes / 256) };
};

/** Where the host remembers the estimator of that name. */
export const estimatorKey = (name: string): string => `rateest ${name}`;
