/** The token bucket of limit. Reference: net/netfilter/xt_limit.c, limit_mt. */

/** Credits left in a bucket, and when that was (ms). */
export type Bucket = { readonly credit: number; readonly at: number };

/** Credits that one millisecond adds: CREDITS_PER_JIFFY times HZ is 32 000 a second. */
const perMillisecond = 32;

/** Takes one packet's `cost` out of a bucket that holds at most `cap` credits. A bucket that was never used is full. */
export const draw = (
  bucket: Bucket | undefined,
  now: number,
  cost: number,
  cap: number,
): { readonly isEnough: boolean; readonly bucket: Bucket } => {
  const credit = bucket ? Math.min(cap, bucket.credit + (now - bucket.at) * perMillisecond) : cap;
  const isEnough = credit >= cost;
  return { isEnough, bucket: { credit: isEnough ? credit - cost : credit, at: now } };
};
