/** The token bucket of limit and hashlimit. Reference: net/netfilter/xt_limit.c, limit_mt; xt_hashlimit.c, rateinfo_recalc. */

/** What is left in a bucket, in milliseconds' worth of credit, and when that was. */
export type Bucket = { readonly credit: number; readonly at: number };

/** Takes one packet's `cost` (milliseconds) out of a bucket that holds `cap`; a bucket nobody has used is full. */
export const draw = (bucket: Bucket | undefined, now: number, cost: number, cap: number): { readonly fits: boolean; readonly bucket: Bucket } => {
  const credit = bucket ? Math.min(cap, bucket.credit + (now - bucket.at)) : cap;
  const fits = credit >= cost;
  return { fits, bucket: { credit: fits ? credit - cost : credit, at: now } };
};
