import type { Address } from '../netfilter/types.ts';
import { printAddress } from '../netfilter/values/address.ts';
import { own } from '../text/own.ts';
import { interfaceOf } from './localAddress.ts';
import { nextHopOf } from './nextHop.ts';
import { validateSource } from './validateSource.ts';
import type { Host, Interface, World } from './world.ts';

/** A bridge that a frame crosses: from one of its ports to another. */
export interface Crossing {
  readonly host: string;
  readonly bridge: string;
  readonly from: string;
  readonly to: string;
}

/** The host that a frame is for, and the bridges on the path to it. */
export interface Neighbour {
  readonly host: string;
  /** The interface that receives it: the bridge, if it comes in by a port of one. */
  readonly device: string;
  /** The last link, and the bridge port it comes in by, null if the device is not a bridge. */
  readonly link: string;
  readonly port: string | null;
  readonly crossed: readonly Crossing[];
}

interface Reached {
  readonly link: string;
  readonly crossed: readonly Crossing[];
}

const portsOf = (host: Host, bridge: string): readonly Interface[] =>
  host.interfaces.filter((i) => i.master === bridge && i.up);

/** The port of a bridge that is on a link; null if there is none. */
export const portTo = (host: Host, bridge: string, link: string): string | null =>
  portsOf(host, bridge).find((i) => i.link === link)?.name ?? null;

/**
 * The host that gets what is sent by a device to an address on its link: the one that is known for it, whether or not it still
 * has the address, else the one that answers, as ARP asks; null if no host does. `sender` is the source address of the question. Any
 * interface answers for every address of its host, but not to a sender from which it would not accept a packet.
 * Reference: net/ipv4/arp.c, arp_process with arp_ignore 0; net/bridge/br_forward.c.
 */
export const findNeighbour = (
  world: World,
  name: string,
  device: string,
  address: Address,
  sender: Address,
): Neighbour | null => {
  const known = own(world.hosts[name]!.neighbours, neighbourKey(device, address));
  if (known !== null)
    for (const to of reachable(world, name, device)) if (macOf(world, to) === known) return to;
  for (const to of reachable(world, name, device)) {
    const other = world.hosts[to.host]!;
    const takes = { source: sender, destination: address, tos: 0 };
    if (isFor(other, to.device, address, sender) && validateSource(other, to.device, takes, 0, null) === null)
      return { ...to, device: preferred(other, to.device, to.link, address) };
  }
  return null;
};

/** The MAC address by which a neighbour is known. */
export const macOf = (world: World, { host, device }: Pick<Neighbour, 'host' | 'device'>): string =>
  world.hosts[host]!.interfaces.find((i) => i.name === device)!.mac;

/** A host that knows no neighbour by a device any more, as when the device goes down. */
export const withoutNeighbours = (host: Host, device: string): Host => ({
  ...host,
  neighbours: Object.fromEntries(
    Object.entries(host.neighbours).filter(([key]) => !key.startsWith(`${device} `)),
  ),
});

/** Whether a host would take what comes in by a device for an address as its own. */
const isFor = (host: Host, device: string, destination: Address, source: Address): boolean =>
  interfaceOf(host, destination) !== null ||
  nextHopOf(host, { destination, source, mark: 0, input: device, tos: 0 }).route?.kind === 'local';

/** Every interface that a frame can reach from a device, over the bridges between, nearest first. */
export function* reachable(world: World, name: string, device: string): Generator<Neighbour> {
  const host = world.hosts[name]!;
  const from = host.interfaces.find((i) => i.name === device);
  if (!from?.up) return;
  const begin = from.link !== null ? [from.link] : portsOf(host, device).flatMap((i) => i.link ?? []);
  const queue: Reached[] = begin.map((link) => ({ link, crossed: [] }));
  const seen = new Set(begin);
  for (let here = queue.shift(); here; here = queue.shift()) {
    const { link, crossed } = here;
    for (const other of Object.values(world.hosts))
      for (const face of other.interfaces) {
        if (face.link !== link || !face.up) continue;
        const end = face.master ?? face.name;
        if (other.name !== name || end !== device)
          yield {
            host: other.name,
            device: end,
            link,
            port: face.master === null ? null : face.name,
            crossed,
          };
        if (face.master === null || (other.name === name && end === device)) continue;
        for (const port of portsOf(other, face.master)) {
          if (port.link === null || seen.has(port.link)) continue;
          seen.add(port.link);
          queue.push({
            link: port.link,
            crossed: [...crossed, { host: other.name, bridge: face.master, from: face.name, to: port.name }],
          });
        }
      }
  }
}

/** The entry for an address in a host's list of neighbours. */
export const neighbourKey = (device: string, address: Address): string =>
  `${device} ${printAddress(address)}`;

/** Of several interfaces of a host on one link, the one that has the address, else `device`. */
const preferred = (host: Host, device: string, link: string, address: Address): string =>
  host.interfaces.find(
    (i) => i.link === link && i.up && i.master === null && i.addresses.some((a) => a.address === address),
  )?.name ?? device;
