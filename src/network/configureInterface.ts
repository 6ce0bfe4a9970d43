/** What `ip` changes on a host, as pure functions. Reference: net/ipv4/devinet.c, net/ipv4/fib_frontend.c */
import type { Address } from '../netfilter/types.ts';
import { masked, maskOf } from '../netfilter/values/address.ts';
import { forgetMasquerades } from './forgetMasquerades.ts';
import { parseInterfaceAddress } from './interfaceAddress.ts';
import { withoutNeighbours } from './neighbour.ts';
import { connectedRoutes } from './routes.ts';
import {
  type Host,
  type Interface,
  type InterfaceAddress,
  type Route,
  type World,
  withHost,
} from './world.ts';

const sameNetwork = (a: InterfaceAddress, b: InterfaceAddress): boolean =>
  a.prefix === b.prefix && masked(a.address, maskOf(a.prefix)) === masked(b.address, maskOf(b.prefix));

/**
 * Whether an address of an interface is a secondary one: an earlier address is in the same network. It goes when
 * that one goes.
 */
export const isSecondary = (i: Interface, address: InterfaceAddress): boolean => {
  const first = i.addresses.find((a) => sameNetwork(a, address));
  return first !== undefined && first.address !== address.address;
};

const change = (host: Host, device: string, changed: (i: Interface) => Interface): Host => ({
  ...host,
  interfaces: host.interfaces.map((i) => (i.name === device ? changed(i) : i)),
});

const sameRoute = (a: Route, b: Route): boolean =>
  a.destination === b.destination &&
  a.prefix === b.prefix &&
  a.metric === b.metric &&
  a.device === b.device &&
  a.source === b.source &&
  a.kind === b.kind &&
  a.via === b.via &&
  a.table === b.table;

/** The host with the routes that the kernel makes for an interface that is up. */
const connected = (host: Host, device: string): Host => {
  const i = host.interfaces.find((o) => o.name === device)!;
  const missing = connectedRoutes({ ...i, addresses: i.addresses.filter((a) => !isSecondary(i, a)) }).filter(
    (r) => !host.routes.some((o) => sameRoute(o, r)),
  );
  return missing.length ? { ...host, routes: [...host.routes, ...missing] } : host;
};

/** The same world with one more address on an interface. A secondary address comes after all others. */
export const addAddress = (world: World, host: string, device: string, address: InterfaceAddress): World =>
  withHost(world, host, (h) =>
    connected(
      change(h, device, (i) => {
        const at = isSecondary(i, address)
          ? i.addresses.length
          : i.addresses.findIndex((a) => isSecondary(i, a));
        return { ...i, addresses: i.addresses.toSpliced(at < 0 ? i.addresses.length : at, 0, address) };
      }),
      device,
    ),
  );

/**
 * The same world without an address. The secondary addresses of its network go too, and the routes that were made
 * for it or have it as their source; with the last address, all routes by the device.
 */
export const deleteAddress = (world: World, host: string, device: string, address: InterfaceAddress): World =>
  withHost(world, host, (h) => {
    const i = h.interfaces.find((o) => o.name === device)!;
    const primary = !isSecondary(i, address);
    const gone = i.addresses.filter(
      (a) =>
        (a.address === address.address && a.prefix === address.prefix) ||
        (primary && sameNetwork(a, address)),
    );
    const left = i.addresses.filter((a) => !gone.includes(a));
    const lost = (source: Address | null) =>
      source !== null && gone.some((a) => a.address === source) && !left.some((a) => a.address === source);
    const kept = h.routes.filter((r) => !(r.device === device && left.length === 0) && !lost(r.source));
    const without = { ...change(h, device, (o) => ({ ...o, addresses: left })), routes: kept };
    return forgetMasquerades(
      left.length === 0 ? withoutNeighbours(without, device) : without,
      device,
      world.now,
      gone.map((a) => a.address),
    );
  });

/** The same world after `ip addr flush` of one device. */
export const flushAddresses = (world: World, host: string, device: string): World => {
  const first = world.hosts[host]!.interfaces.find((i) => i.name === device)?.addresses[0];
  return first ? flushAddresses(deleteAddress(world, host, device, first), host, device) : world;
};

/**
 * The same world with a device up or down. Down removes every route by it, and every neighbour; up brings back only those that the
 * kernel makes for its addresses.
 */
export const setLink = (world: World, host: string, device: string, up: boolean): World =>
  withHost(world, host, (h) => {
    if (h.interfaces.find((i) => i.name === device)!.up === up) return h;
    const switched = change(h, device, (i) => ({ ...i, up }));
    return up
      ? connected(switched, device)
      : forgetMasquerades(
          withoutNeighbours({ ...switched, routes: h.routes.filter((r) => r.device !== device) }, device),
          device,
          world.now,
        );
  });

/** The same world with a host's routes replaced. */
export const withRoutes = (world: World, host: string, routes: readonly Route[]): World =>
  withHost(world, host, (h) => ({ ...h, routes }));

/**
 * The same world after `ip addr flush` and `ip addr add` on one interface: the connected routes are made anew,
 * routes through a gateway stay, and connections that MASQUERADE gave an address of the device are forgotten.
 * Throws if there is no such host or device, or an address is not one.
 */
export const replaceAddresses = (
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
      if (!address) throw new Error(`${text} is not an address with a prefix`);
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
