/** The files that are the kernel's own: what a host's state looks like below /proc and /sys. */
import { connectionsAt } from '../netfilter/datapath/conntrack.ts';
import { type RecentList, recentLists, withRecentList } from '../netfilter/state/recentLists.ts';
import { parseHost } from '../netfilter/values/address.ts';
import { mtuOf } from '../network/mtu.ts';
import { parameters, valueWritten, withParameter } from '../network/sysctl.ts';
import { type Host, type World, withFilter, withHost } from '../network/world.ts';
import { entryLine } from './commands/conntrack/entry.ts';
import type { FileError } from './files.ts';

/** One of the kernel's files; without `write` it can only be read. */
export interface KernelFile {
  readonly text: () => string;
  /** The world after something was written to it. */
  readonly write?: (text: string) => World | FileError;
}

/** The kernel's ticks at a time of the virtual clock: 250 a second, five minutes short of 32 bits at first. */
const ticks = (now: number): number =>
  2 ** 32 - 300 * 250 + Math.floor(((now - 1_700_000_000_000) * 250) / 1000);

/** Reference: net/netfilter/xt_recent.c, recent_seq_show */
const recentText = (list: RecentList, now: number): string =>
  Object.entries(list.entries)
    .map(([address, { ttl, times }]) => {
      const seen = times.map(ticks);
      return `src=${address} ttl: ${ttl} last_seen: ${seen.at(-1) ?? ticks(now)} oldest_pkt: ${seen.length} ${seen.join(', ')}\n`;
    })
    .join('');

/** `+ADDRESS`, `-ADDRESS` and `/`. Reference: net/netfilter/xt_recent.c, recent_mt_proc_write */
const recentWritten = (world: World, host: Host, name: string, text: string): World | FileError => {
  const word = text.trim();
  const keep = (change: Parameters<typeof withRecentList>[2]): World =>
    withFilter(world, host.name, withRecentList(host.filter, name, change));
  if (word === '/') return keep(() => ({}));
  const address = /^[+-]/.test(word) ? parseHost(word.slice(1)) : null;
  if (address === null) return 'EINVAL';
  const written = word.slice(1);
  return keep(({ [written]: known, ...others }) =>
    word.startsWith('-')
      ? others
      : { ...others, [written]: { ttl: 0, times: [...(known?.times ?? []), world.now] } },
  );
};

const parameterPath = (key: string): string =>
  `/proc/sys/${key
    .replace(
      /^(net\.ipv[46]\.(?:conf|neigh)\.)(.*)(\.\w+)$/,
      (_, a: string, device: string, c: string) => a.replaceAll('.', '/') + device + c.replaceAll('.', '/'),
    )
    .replaceAll('.', '/')}`;

const parameterFile = (world: World, host: Host, key: string, value: string): KernelFile => ({
  text: () => `${value}\n`,
  write: (text) => {
    if (text === '') return world;
    const written = valueWritten(value, text);
    return written === null ? 'EINVAL' : withHost(world, host.name, (h) => withParameter(h, key, written));
  },
});

const made = new WeakMap<World, Map<string, ReadonlyMap<string, KernelFile>>>();

/** The kernel's files on a host, by their whole path. */
export const kernelFiles = (world: World, name: string): ReadonlyMap<string, KernelFile> => {
  const hosts = made.get(world) ?? new Map<string, ReadonlyMap<string, KernelFile>>();
  made.set(world, hosts);
  const before = hosts.get(name);
  if (before) return before;
  const host = world.hosts[name]!;
  const files = new Map<string, KernelFile>();
  const add = (path: string, text: () => string, write?: KernelFile['write']): void => {
    files.set(path, write ? { text, write } : { text });
  };
  for (const [key, value] of parameters(host))
    files.set(parameterPath(key), parameterFile(world, host, key, value));
  const legacy = host.filter.backend === 'legacy';
  add('/proc/net/ip_tables_names', () =>
    legacy
      ? host.filter.used
          .toReversed()
          .map((table) => `${table}\n`)
          .join('')
      : '',
  );
  add('/proc/net/nf_conntrack', () =>
    connectionsAt(host.conntrack, world.now)
      .map((c) => entryLine(host, c, world.now, 'kernel'))
      .join(''),
  );
  for (const [list, content] of recentLists(host.filter))
    add(
      `/proc/net/xt_recent/${list}`,
      () => recentText(content, world.now),
      (text) => recentWritten(world, host, list, text),
    );
  for (const device of host.interfaces) {
    const folder = `/sys/class/net/${device.name}`;
    add(`${folder}/address`, () => `${device.link === null ? '00:00:00:00:00:00' : device.mac}\n`);
    add(`${folder}/mtu`, () => `${mtuOf(host, device.name)}\n`);
    add(`${folder}/operstate`, () => `${device.link === null ? 'unknown' : device.up ? 'up' : 'down'}\n`);
  }
  hosts.set(name, files);
  return files;
};
