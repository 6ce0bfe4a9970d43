import type { Address } from '../types.ts';
import { masked, maskOf } from '../values/address.ts';
import { hasNets, type IpSet } from './ipSet.ts';
import type { Addresses } from './readAddresses.ts';

/**
 * The fewest networks that together are a range. Reference: net/netfilter/ipset/ip_set_core.c,
 * ip_set_range_to_cidr.
 */
function* networks(
  from: Address,
  to: Address,
): Generator<{ readonly address: Address; readonly length: number }> {
  for (let at = from; at <= to; ) {
    let length = 32;
    while (length > 1 && masked(at, maskOf(length - 1)) === at && at + 2 ** (33 - length) - 1 <= to) length--;
    yield { address: at, length };
    at += 2 ** (32 - length);
  }
}

/** Two numbers, the smaller first. */
export const inOrder = (a: number, b: number): readonly [number, number] => (a <= b ? [a, b] : [b, a]);

/**
 * The addresses or networks that a set stores for what was written. `single`: of several only the first is looked up,
 * as `test` does.
 */
export function* addressesOf(
  set: IpSet,
  { from, to, length }: Addresses,
  single: boolean,
): Generator<{ readonly address: Address; readonly length: number }> {
  if (hasNets(set.type)) {
    if (to === null) yield { address: masked(from, maskOf(length ?? 32)), length: length ?? 32 };
    else yield* networks(...inOrder(from, to));
    return;
  }
  const mask = maskOf(set.netmask ?? 32);
  if (single) return yield { address: masked(from, mask), length: 32 };
  const [first, last] =
    to === null
      ? [
          masked(from, maskOf(length ?? 32)),
          masked(from, maskOf(length ?? 32)) + 2 ** (32 - (length ?? 32)) - 1,
        ]
      : inOrder(from, to);
  const step = 2 ** (32 - (set.netmask ?? 32));
  for (let address = masked(first, mask); address <= last; address += step) yield { address, length: 32 };
}
