import { parseAddress, printAddress } from '../../../netfilter/values/address.ts';
import { findNeighbour, macOf, neighbourKey } from '../../../network/neighbour.ts';
import { selectAddress } from '../../../network/sourceAddress.ts';
import { type Host, type World, withHost } from '../../../network/world.ts';
import type { Word } from '../../../text/words.ts';
import { endOf, printed, problemAt, refused } from '../shared/result.ts';
import type { CommandResult } from '../shellCommand.ts';
import type { IpObject } from './keywords.ts';
import {
  commandOf,
  deviceOf,
  isProblem,
  type Keywords,
  notSupported,
  prefixProblem,
  readKeywords,
  unknownCommand,
} from './keywords.ts';

const commands = [
  'add',
  'change',
  'chg',
  'replace',
  'delete',
  'get',
  'show',
  'lst',
  'list',
  'flush',
  'help',
] as const;
const keywords: Keywords = {
  dev: 'value',
  to: 'value',
  lladdr: 'none',
  nud: 'none',
  proxy: 'none',
  router: 'none',
  extern_learn: 'none',
  managed: 'none',
  vrf: 'none',
  nomaster: 'none',
  unused: 'none',
};

interface Entry {
  readonly device: string;
  readonly address: number;
}

const entriesOf = (host: Host): readonly Entry[] =>
  Object.keys(host.neighbours).flatMap((key) => {
    const [device = '', text = ''] = key.split(' ');
    const address = parseAddress(text);
    return address === null ? [] : [{ device, address }];
  });

/**
 * What the entry says of its machine; one that answers no more has FAILED. Ages are not kept, so the others
 * are REACHABLE.
 */
const state = (world: World, host: Host, { device, address }: Entry): string => {
  const found = findNeighbour(world, host.name, device, address, selectAddress(host, device, address) ?? 0);
  return found ? `lladdr ${macOf(world, found)} REACHABLE` : 'FAILED';
};

/** The entries that the words are about. */
const select = (host: Host, words: readonly Word[]) => {
  const read = readKeywords(
    words.filter((w) => w.text !== 'all'),
    keywords,
    'to',
  );
  if (isProblem(read)) return read;
  const { dev } = read.of;
  const to = read.of['to'] ?? read.rest[0];
  const address = to ? parseAddress(to.text) : null;
  if (to && address === null) return prefixProblem(to);
  const device = dev ? deviceOf(host, dev) : null;
  if (device && isProblem(device)) return device;
  return {
    dev: device?.name ?? null,
    to: address,
    at: to ?? dev,
    entries: entriesOf(host).filter(
      (e) => (!device || e.device === device.name) && (address === null || e.address === address),
    ),
  };
};

const without = (world: World, host: Host, gone: readonly Entry[]): CommandResult => {
  const keys = gone.map((e) => neighbourKey(e.device, e.address));
  return printed('', {
    world: withHost(world, host.name, (h) => ({
      ...h,
      neighbours: Object.fromEntries(Object.entries(h.neighbours).filter(([key]) => !keys.includes(key))),
    })),
  });
};

/**
 * `ip neigh [show|del|flush]`: the machines on its links that this host has spoken to. Reference: iproute2,
 * ip/ipneigh.c.
 */
export const neighbour: IpObject = (world, name, words) => {
  const host = world.hosts[name]!;
  const [first, ...rest] = words;
  const command = first ? commandOf(first.text, commands) : 'show';
  if (command === undefined) return refused(unknownCommand(first!, 'neigh', ['show', 'del', 'flush']));
  if (command === 'flush' && rest.length === 0)
    return refused(problemAt(endOf(words), 'Flush requires arguments.', 1, 'Say which: all, or dev eth0.'));
  const selected = select(host, rest);
  if (isProblem(selected)) return refused(selected);
  switch (command) {
    case 'show':
    case 'lst':
    case 'list':
      return printed(
        selected.entries
          .map(
            (e) =>
              `${printAddress(e.address)}${selected.dev === null ? ` dev ${e.device}` : ''} ${state(world, host, e)} \n`,
          )
          .join(''),
      );
    case 'flush':
      return without(world, host, selected.entries);
    case 'delete':
      if (selected.dev === null || selected.to === null)
        return refused(
          problemAt(
            endOf(words),
            'Device and destination are required arguments.',
            255,
            'Write it like 192.168.1.1 dev eth0.',
          ),
        );
      if (selected.entries.length === 0)
        return refused(
          problemAt(
            selected.at!,
            'RTNETLINK answers: No such file or directory',
            2,
            'There is no such entry. ip neigh lists those there are.',
          ),
        );
      return without(world, host, selected.entries);
    case 'add':
    case 'change':
    case 'chg':
    case 'replace':
    case 'get':
    case 'help':
      return refused(notSupported(first!, `ip neigh ${command}`, 'Here ip neigh has show, del and flush.'));
  }
};
