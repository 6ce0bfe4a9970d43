import type { PacketFilter } from '../types.ts';
import type { Sysctl } from './sysctl.ts';

const parameter = 'net.netfilter.nf_conntrack_acct';
const known = new WeakMap<object, boolean>();

/** Whether a rule of a host looks at what connections have carried. */
const looksAtCounts = (filter: PacketFilter): boolean => {
  let looks = known.get(filter.tables);
  if (looks === undefined) {
    looks = Object.values(filter.tables).some((t) =>
      Object.values(t.chains).some((c) => c.rules.some((r) => r.matches.some((m) => m.name === 'connbytes'))),
    );
    known.set(filter.tables, looks);
  }
  return looks;
};

/**
 * A host's parameters once a filter is loaded: a connbytes rule switches the counting of connections on, and nothing
 * switches it off again. Reference: net/netfilter/xt_connbytes.c, connbytes_mt_check
 */
export const countingWith = (sysctl: Sysctl, filter: PacketFilter): Sysctl =>
  sysctl[parameter] !== '1' && looksAtCounts(filter) ? { ...sysctl, [parameter]: '1' } : sysctl;
