import { hasNets, type IpSet, type SetType } from './ipSet.ts';

/** What a set was made with: the line `Header:` of `list`, and what `save` prints after the type. */
export const printHeader = (set: IpSet): string => {
  const extensions = [
    set.timeout !== null && `timeout ${set.timeout}`,
    set.counters && 'counters',
    set.comment && 'comment',
  ];
  const mask = set.netmask !== null && set.netmask !== 32 && `netmask ${set.netmask}`;
  const maskIsLast = set.type !== 'hash:ip';
  const all = set.range
    ? [`range ${set.range.from}-${set.range.to}`, ...extensions]
    : set.type === 'list:set'
      ? [`size ${set.size}`, ...extensions]
      : [
          `family inet hashsize ${set.hashsize} maxelem ${set.maxelem}`,
          !maskIsLast && mask,
          ...extensions,
          `bucketsize ${set.bucketsize} initval 0x${set.initval.toString(16).padStart(8, '0')}`,
          maskIsLast && mask,
        ];
  return all.filter(Boolean).join(' ');
};

/**
 * The latest revision of each type that the kernel knows. Reference: net/netfilter/ipset/ip_set_hash_ip.c and its
 * siblings, IPSET_TYPE_REV_MAX.
 */
export const revisionOf: Readonly<Record<SetType, number>> = {
  'hash:ip': 6,
  'hash:net': 7,
  'hash:ip,port': 7,
  'hash:net,port': 8,
  'bitmap:port': 3,
  'list:set': 3,
};

/** About how many bytes a set takes. The kernel's own number depends on how entries are spread over its buckets. */
export const memoryOf = (set: IpSet): number =>
  set.range
    ? 80 + Math.ceil((set.range.to - set.range.from + 1) / 64) * 8
    : (set.type === 'list:set' ? 80 : hasNets(set.type) ? 456 : 216) +
      set.entries *
        (24 + 2 * (8 + (set.timeout === null ? 0 : 8) + (set.counters ? 16 : 0) + (set.comment ? 8 : 0)));
