/**
 * The table of hashlimit: a credit for each address or port. Reference: net/netfilter/xt_hashlimit.c
 */

/** The limits of a rule. `cost` is what libxt_hashlimit calls avg. */
export type Limits = {
  readonly bytes: boolean;
  readonly cost: number;
  readonly burst: number;
  readonly size: number;
  readonly max: number;
  readonly expire: number;
  readonly rateMatch: boolean;
  readonly interval: number;
};

/**
 * One address, port or pair of them. `credit` is in milliseconds for packets, and in the kernel's credits for bytes;
 * `refills` is how often the credit for bytes can still be filled up.
 */
type Entry = {
  readonly at: number;
  readonly used: number;
  readonly credit: number;
  readonly refills: number;
  readonly seen: number;
  readonly over: boolean;
};

/** A table, with the limits of the first rule that used it: rules with the same name share them. */
export type HashTable = { readonly limits: Limits; readonly entries: Readonly<Record<string, Entry>> };

/** Credits for bytes in a second: CREDITS_PER_JIFFY_BYTES times HZ, which is the same for 250 and 1000. */
const second = 4_194_304_000;
const most = 0xffffffff;
/** The default number of buckets, on a machine with a gigabyte of memory or more. */
const usualSize = 8192;

/** What sixteen bytes cost. Reference: user2credits_byte. */
const chunkCost = (avg: number): number => Number((BigInt(avg) * BigInt(second)) >> 32n);
const perSecond = (l: Limits): number =>
  l.bytes ? (Math.floor(most / l.cost) - 1) * 16 : Math.floor(1_000_000 / l.cost);
/** How much is allowed in the first window. */
const allowance = (l: Limits): number => (l.bytes ? (l.burst || 1) * perSecond(l) : l.burst + perSecond(l));
const full = (l: Limits): number => (l.bytes ? second : (l.cost / 1000) * l.burst);

/** Reference: rateinfo_recalc. */
const passed = (l: Limits, e: Entry, now: number): Entry => {
  const since = now - e.at;
  if (l.rateMatch)
    return since < l.interval * 1000
      ? e
      : { ...e, at: now, over: e.seen * l.interval * 1000 > since * perSecond(l), seen: 0 };
  return { ...e, at: now, credit: Math.min(full(l), e.credit + since * (l.bytes ? second / 1000 : 1)) };
};

/**
 * Takes a packet of `length` bytes out of the credit under `key`. `within`: whether it is within the limit; `drop`
 * where the table is full and has no such key. Differs from Linux: an idle entry is removed when its time is over, not
 * with the next sweep.
 */
export const ask = (
  before: HashTable | undefined,
  rule: Limits,
  key: string,
  length: number,
  now: number,
): { readonly table: HashTable; readonly within: boolean | 'drop' } => {
  const { limits: l, entries } = before ?? { limits: rule, entries: {} };
  const alive = Object.entries(entries).filter(([, e]) => now < e.used + l.expire);
  const known = alive.find(([k]) => k === key)?.[1];
  const size = l.size || usualSize;
  const max = l.max ? Math.max(l.max, size) : 8 * size;
  if (!known && alive.length >= max)
    return { table: { limits: l, entries: Object.fromEntries(alive) }, within: 'drop' };
  const entry = known
    ? passed(l, known, now)
    : { at: now, used: now, credit: full(l), refills: l.burst, seen: 0, over: false };
  const { within, after } = take(rule, l, entry, length);
  return {
    table: { limits: l, entries: { ...Object.fromEntries(alive), [key]: { ...after, used: now } } },
    within,
  };
};

/** Reference: hashlimit_mt_common, hashlimit_byte_cost. */
const take = (
  rule: Limits,
  l: Limits,
  e: Entry,
  length: number,
): { readonly within: boolean; readonly after: Entry } => {
  if (rule.rateMatch) {
    const seen = e.seen + (rule.bytes ? length : 1);
    return { within: !e.over && seen <= allowance(l), after: { ...e, seen } };
  }
  if (!rule.bytes) {
    const cost = l.cost / 1000;
    return e.credit >= cost
      ? { within: true, after: { ...e, credit: e.credit - cost } }
      : { within: false, after: e };
  }
  const cost = Math.min(second, ((length >> 4) + 1) * chunkCost(l.cost));
  const filled = e.credit < cost && e.refills > 0 ? { ...e, credit: second, refills: e.refills - 1 } : e;
  return filled.credit >= cost
    ? { within: true, after: { ...filled, credit: filled.credit - cost } }
    : { within: false, after: filled };
};
