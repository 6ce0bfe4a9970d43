import { withoutConnections } from '../netfilter/datapath/conntrack.ts';
import type { Address } from '../netfilter/types.ts';
import { parseInterfaceAddress } from './interfaceAddress.ts';
import { connectedRoutes } from './routes.ts';
import { type Host, type World, withHost } from './world.ts';

/**
 * The same host without the MASQUERADE bindings to a device, or those of them to one of its addresses alone.
 * Reference: net/netfilter/nf_nat_masquerade.c, masq_device_event and masq_inet_event
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

/**
 * The same world after `ip addr flush` and `ip addr add` on one interface: the connected routes are
 * made anew, routes through a gateway stay, and MASQUERADE bindings to the device are forgotten.
 * Throws where host, device or an address is not one.
 */
export const withAddresses = (
  world: World,
  host: string,
  device: string,
  addresses: readonly string[],
): World =>
  withHost(world, host, (h) => {
    const old = h.interfaces.find((i) => i.name === device);
    if (!old) throw new Error(`${host} has no interface ${device}`);
    const parsed = addresses.map((text) => {
      const address = parseInterfaceAddress(text);
      if (!address) throw new Error(`${text} is no address with a prefix`);
      return address;
    });
    const fresh = { ...old, addresses: parsed };
    const kept = h.routes.filter((r) => r.device !== device || r.via !== null);
    return forgetMasquerades(
      {
        ...h,
        interfaces: h.interfaces.map((i) => (i.name === device ? fresh : i)),
        routes: [...connectedRoutes(fresh), ...kept],
      },
      device,
      world.now,
    );
  });
