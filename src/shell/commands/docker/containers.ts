import { printAddress } from '../../../netfilter/values/address.ts';
import type { Host, World } from '../../../network/world.ts';
import { type FileSystem, readText, type Written, writeText } from '../../fileSystem.ts';
import { makeFolder } from '../../files.ts';
import type { Published } from './publish.ts';

/** A container that `docker run` made. */
export interface Container {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly command: string;
  /** When, in milliseconds of the virtual clock. */
  readonly created: number;
  /** False for one that could not be started: it keeps its name. */
  readonly running: boolean;
  readonly ports: readonly Published[];
}

const file = '/var/lib/docker/containers.json';

/** The containers of a host, the oldest first. What is not such a list counts as none. */
export const containersOf = (place: FileSystem): readonly Container[] => {
  const read = readText(place, file);
  if (!read.ok) return [];
  try {
    const list: unknown = JSON.parse(read.text);
    return Array.isArray(list) && list.every((c) => typeof c?.id === 'string' && Array.isArray(c.ports))
      ? list
      : [];
  } catch {
    return [];
  }
};

/** The files of a host with these containers. */
export const withContainers = (place: FileSystem, list: readonly Container[]): Written => {
  const { files } = makeFolder(place.files, '/var/lib/docker', place.world.now);
  return writeText({ ...place, files }, file, `${JSON.stringify(list)}\n`);
};

/** The bridge that a Docker daemon has made; absent on a host that has no daemon. */
export const bridgeOf = (host: Host): Host['interfaces'][number] | undefined =>
  host.interfaces.find((i) => i.name === 'docker0');

/** A machine on docker0's link: what an image of its name becomes when it is run. */
export interface Image {
  readonly name: string;
  /** The address of the container. */
  readonly address: string;
  /** The program that it runs. */
  readonly command: string;
}

/** The images of a host: the machines that its network has on docker0. */
export const imagesOf = (world: World, host: Host): readonly Image[] => {
  const link = bridgeOf(host)?.link ?? null;
  if (link === null) return [];
  return Object.values(world.hosts).flatMap(({ name, interfaces, listeners }) => {
    const own = name === host.name ? undefined : interfaces.find((i) => i.link === link)?.addresses[0];
    const port = listeners.find((l) => l.protocol === 'tcp')?.port;
    const command = port === undefined ? 'sleep infinity' : `httpd -f -p ${port}`;
    return own ? [{ name, address: printAddress(own.address), command }] : [];
  });
};
