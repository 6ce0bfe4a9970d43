import type { Tuple, Zone } from '../packet.ts';
import type { Address } from '../types.ts';
import type { Expectation } from './connection.ts';
import { type Conntrack, connectionOf, zoneId } from './conntrack.ts';

/** The expectations that have not expired. Those of a connection that was forgotten went with it. */
export const expectationsAt = (table: Conntrack, now: number): readonly Expectation[] =>
  table.expectations.filter((e) => e.expires > now && (connectionOf(table, e.master)?.expires ?? 0) > now);

/**
 * The same table with one more expectation, which replaces the one its master had; null if another connection
 * expects the same. Reference: net/netfilter/nf_conntrack_expect.c, __nf_ct_expect_check
 */
export const withExpectation = (table: Conntrack, e: Expectation, now: number): Conntrack | null => {
  const others = expectationsAt(table, now).filter((o) => o.master !== e.master);
  return others.some((o) => expects(o, e, e.zone)) ? null : { ...table, expectations: [...others, e] };
};

/**
 * The expectation that a new connection fulfils; null if it is not expected. Reference:
 * nf_conntrack_expect.c, nf_ct_find_expectation
 */
export const expectationOf = (
  table: Conntrack,
  tuple: Tuple,
  zone: Zone,
  now: number,
): Expectation | null => {
  if (tuple.protocol !== 6 || table.expectations.length === 0) return null;
  const ends = { ...tuple, port: tuple.dport };
  return expectationsAt(table, now).find((e) => expects(e, ends, zone)) ?? null;
};

const expects = (
  e: Expectation,
  ends: { readonly source: Address; readonly destination: Address; readonly port: number | null },
  zone: Zone,
): boolean =>
  e.source === ends.source &&
  e.destination === ends.destination &&
  e.port === ends.port &&
  zoneId(e.zone, 'original') === zoneId(zone, 'original');
