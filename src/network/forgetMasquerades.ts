import { withoutConnections } from '../netfilter/datapath/conntrack.ts';
import type { Address } from '../netfilter/types.ts';
import type { Host } from './world.ts';

/**
 * The same host without the connections that MASQUERADE gave an address of a device, or only one of
 * `addresses`: the kernel forgets them when the device or the address goes. Reference:
 * net/netfilter/nf_nat_masquerade.c, masq_device_event and masq_inet_event
 */
export const forgetMasquerades = (
  host: Host,
  device: string,
  at: number,
  addresses: readonly Address[] | null = null,
): Host => ({
  ...host,
  conntrack: withoutConnections(
    host.conntrack,
    (c) => c.masqueradeDevice === device && (addresses === null || addresses.includes(c.reply.destination)),
    at,
  ),
});
