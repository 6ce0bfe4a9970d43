import { printed, problemAt, refused } from '../shared/result.ts';
import type { Call, CommandResult } from '../shellCommand.ts';
import { type Container, containersOf } from './containers.ts';
import { type Flags, readFlags, see } from './flags.ts';
import type { Published } from './publish.ts';

const flags: Flags = {
  command: 'docker ps',
  ours: { quiet: 'none', 'no-trunc': 'none' },
  letters: { q: 'quiet', a: 'all', f: 'filter', n: 'last', l: 'latest', s: 'size', h: 'help' },
  others: 'all filter format last latest size help',
};

/** How long ago, as docker says it. Reference: github.com/docker/go-units 0.4, duration.go, HumanDuration. */
const duration = (milliseconds: number): string => {
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(milliseconds / 3_600_000 + 0.5);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  if (hours === 1) return 'About an hour';
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
};

const byNumbers = (a: Published, b: Published): number =>
  a.container - b.container || a.host - b.host || a.protocol.localeCompare(b.protocol);

/**
 * The column PORTS, each port once for IPv4 and once for IPv6: first those that are the same on both sides, in ranges.
 * Reference: docker/cli 20.10, cli/command/formatter/container.go, DisplayablePorts.
 */
const portsOf = (ports: readonly Published[]): string => {
  const sorted = ports.toSorted(byNumbers);
  const same: string[] = [];
  const open = new Map<string, { first: number; last: number }>();
  const range = (key: string, { first, last }: { first: number; last: number }) => {
    const [address, protocol] = key.split('/');
    const text = first === last ? `${first}` : `${first}-${last}`;
    return `${address}:${text}->${text}/${protocol}`;
  };
  const other: string[] = [];
  for (const private_ of new Set(sorted.map((p) => p.container)))
    for (const address of ['0.0.0.0', '::'])
      for (const { host, container, protocol } of sorted.filter((p) => p.container === private_)) {
        const key = `${address}/${protocol}`;
        const before = open.get(key);
        if (host !== container) other.push(`${address}:${host}->${container}/${protocol}`);
        else if (before?.last === container - 1) before.last = container;
        else {
          if (before) same.push(range(key, before));
          open.set(key, { first: container, last: container });
        }
      }
  return [...same, ...[...open].map(([key, of]) => range(key, of)), ...other].join(', ');
};

const columns = ['CONTAINER ID', 'IMAGE', 'COMMAND', 'CREATED', 'STATUS', 'PORTS', 'NAMES'];

const rowOf = (container: Container, now: number, whole: boolean): readonly string[] => {
  const { id, name, image, command, created, ports } = container;
  const age = duration(now - created);
  const short = whole || command.length <= 20 ? command : `${command.slice(0, 19)}…`;
  return [whole ? id : id.slice(0, 12), image, `"${short}"`, `${age} ago`, `Up ${age}`, portsOf(ports), name];
};

/** Columns that are ten wide at least, with three spaces between them. */
const table = (rows: readonly (readonly string[])[]): string => {
  const widths = columns.map((_, i) => Math.max(10, ...rows.map((row) => row[i]!.length + 3)));
  return rows
    .map(
      (row) => `${row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i]!))).join('')}\n`,
    )
    .join('');
};

/** `docker ps [-q] [--no-trunc]`: the containers that run, the newest first. */
export const dockerPs = (call: Call<'world' | 'files'>, words: Call['words']): CommandResult => {
  const read = readFlags(words, flags);
  if ('output' in read) return read;
  const [extra] = read.rest;
  if (extra)
    return refused(
      problemAt(
        extra,
        `${see('"docker ps" accepts no arguments.', 'docker ps')}\n\nUsage:  docker ps [OPTIONS]\n\nList containers`,
        1,
        'Leave the word out: docker ps lists all that run.',
      ),
    );
  const has = (flag: string) => read.given.some((g) => g.flag === flag);
  const running = containersOf(call)
    .filter((c) => c.running)
    .toReversed();
  const rows = running.map((c) => rowOf(c, call.world.now, has('no-trunc')));
  return printed(has('quiet') ? rows.map(([id]) => `${id}\n`).join('') : table([columns, ...rows]));
};
