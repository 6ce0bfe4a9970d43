import { withoutConnections } from '../netfilter/conntrack.ts';
import { parseInterfaceAddress } from './create.ts';
import { connectedRoutes } from './routes.ts';
import { withHost, type World } from './world.ts';

/**
 * The same world after `ip addr flush` and `ip addr add` on one interface: the connected routes are
 * made anew, routes through a gateway stay, and MASQUERADE bindings to the device are forgotten.
 * Throws where host, device or an address is not one.
 */
export const withAddresses = (world: World, host: string, device: string, addresses: readonly string[]): World =>
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
    return {
      ...h,
      interfaces: h.interfaces.map((i) => (i.name === device ? fresh : i)),
      routes: [...connectedRoutes(fresh), ...kept],
      conntrack: withoutConnections(h.conntrack, (c) => c.masqueradeDevice === device),
    };
  });
