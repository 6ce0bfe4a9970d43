import type { Address } from '../netfilter/types.ts';
import { printAddress } from '../netfilter/values/address.ts';
import { interfaceOf } from './localAddress.ts';
import { validateSource } from './validateSource.ts';
import type { Host, Interface, World } from './world.ts';

/** A bridge that a frame crosses: from one of its ports to another. */
export interface Crossing {
  readonly host: string;
  readonly bridge: string;
  readonly from: string;
  readonly to: string;
}

/** Where a frame ends, and the bridges on its way. */
export interface Neighbour {
  readonly host: string;
  /** The interface that gets it; for a bridge, the bridge itself. */
  readonly device: string;
  /** The link by which it gets there, and the port it comes in by where the device is a bridge. */
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

/** The port of a bridge by which a frame leaves for a link. */
export const portTo = (host: Host, bridge: string, link: string): string | null =>
  portsOf(host, bridge).find((i) => i.link === link)?.name ?? null;

/**
 * Asks on the Ethernet that a device stands on who has an address, in the name of `sender`; null where nobody
 * answers. Any interface answers for every address of its host, but not to a sender it would take no packet
 * from, unless the two know each other already. Reference: net/ipv4/arp.c, arp_process with arp_ignore 0;
 * net/bridge/br_forward.c.
 */
export const findNeighbour = (
  world: World,
  name: string,
  device: string,
  address: Address,
  sender: Address,
): Neighbour | null => {
  const host = world.hosts[name]!;
  const own = host.interfaces.find((i) => i.name === device);
  if (!own?.up) return null;
  const begin = own.link !== null ? [own.link] : portsOf(host, device).flatMap((i) => i.link ?? []);
  const known = host.neighbours.includes(neighbourKey(device, address));
  const answers = (other: Host, end: string) =>
    interfaceOf(other, address) !== null &&
    (known || validateSource(other, end, { source: sender, destination: address, tos: 0 }, 0, null) === null);
  const queue: Reached[] = begin.map((link) => ({ link, crossed: [] }));
  const seen = new Set(begin);
  for (let here = queue.shift(); here; here = queue.shift()) {
    const { link, crossed } = here;
    for (const other of Object.values(world.hosts))
      for (const face of other.interfaces) {
        if (face.link !== link || !face.up) continue;
        const end = face.master ?? face.name;
        if ((other.name !== name || end !== device) && answers(other, end))
          return {
            host: other.name,
            device: preferred(other, end, link, address),
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
  return null;
};

/** How a host notes that it knows who has an address on a device. */
export const neighbourKey = (device: string, address: Address): string =>
  `${device} ${printAddress(address)}`;

/** Of several interfaces of a host on one link, the one that has the address. */
const preferred = (host: Host, device: string, link: string, address: Address): string =>
  host.interfaces.find(
    (i) => i.link === link && i.up && i.master === null && i.addresses.some((a) => a.address === address),
  )?.name ?? device;
