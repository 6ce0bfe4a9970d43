import { setLink } from '../../../network/configureInterface.ts';
import type { Host, Interface, World } from '../../../network/world.ts';
import type { Word } from '../../../text/words.ts';
import { endOf, printed, refused } from '../shared/result.ts';
import type { CommandResult } from '../shellCommand.ts';
import type { IpObject } from './keywords.ts';
import {
  commandOf,
  deviceNeeded,
  deviceOf,
  isProblem,
  type Keywords,
  notSupported,
  readKeywords,
  type Style,
  unknownCommand,
} from './keywords.ts';

const commands = [
  'add',
  'set',
  'change',
  'replace',
  'delete',
  'show',
  'lst',
  'list',
  'xstats',
  'afstats',
  'property',
  'help',
] as const;
const unsupported = [
  'mtu',
  'address',
  'broadcast',
  'brd',
  'name',
  'alias',
  'txqueuelen',
  'qlen',
  'arp',
  'multicast',
  'allmulticast',
  'promisc',
  'master',
  'nomaster',
  'netns',
  'group',
  'vf',
  'type',
  'mode',
  'state',
  'carrier',
  'trailers',
  'protodown',
  'altname',
  'addrgenmode',
  'numtxqueues',
  'numrxqueues',
  'index',
];
const none = Object.fromEntries(unsupported.map((k) => [k, 'none' as const]));
const writing: Keywords = { dev: 'value', up: 'flag', down: 'flag', ...none };
const reading: Keywords = {
  dev: 'value',
  up: 'flag',
  master: 'none',
  nomaster: 'none',
  type: 'none',
  vrf: 'none',
  group: 'none',
};

const flags = (i: Interface): string =>
  `<${[i.name === 'lo' ? 'LOOPBACK' : 'BROADCAST,MULTICAST', ...(i.up ? ['UP', 'LOWER_UP'] : [])].join(',')}>`;

/** The operational state: of `lo`, which has no carrier to ask for, the kernel does not know it. */
export const state = (i: Interface): string => (!i.up ? 'DOWN' : i.name === 'lo' ? 'UNKNOWN' : 'UP');

/**
 * An interface's line up to its state, as a device without a queue of its own has it. Reference: iproute2,
 * ip/ipaddress.c, print_linkinfo.
 */
export const header = (i: Interface, index: number): string =>
  `${index}: ${i.name}: ${flags(i)} mtu ${i.mtu ?? (i.name === 'lo' ? 65536 : 1500)} qdisc noqueue state ${state(i)}`;

/** Its line of hardware addresses. */
export const hardware = (i: Interface): string =>
  i.name === 'lo'
    ? `link/loopback ${i.mac} brd 00:00:00:00:00:00`
    : `link/ether ${i.mac} brd ff:ff:ff:ff:ff:ff`;

const show = (_world: World, host: Host, words: readonly Word[], style: Style): CommandResult => {
  const read = readKeywords(words, reading, 'dev');
  if (isProblem(read)) return refused(read);
  const name = read.of['dev'] ?? read.rest[0];
  const device = name ? deviceOf(host, name, 'does not exist') : null;
  if (device && isProblem(device)) return refused(device);
  const text = host.interfaces.map((i, n) => {
    if ((device && device !== i) || (read.of['up'] && !i.up)) return '';
    if (style.brief) return `${i.name.padEnd(16)} ${state(i).padEnd(14)} ${i.mac} ${flags(i)} \n`;
    return `${header(i, n + 1)} mode DEFAULT group default qlen 1000${style.oneLine ? '\\' : '\n'}    ${hardware(i)}\n`;
  });
  return printed(text.join(''));
};

const set = (world: World, host: Host, words: readonly Word[]): CommandResult => {
  const read = readKeywords(words, writing, 'dev');
  if (isProblem(read)) return refused(read);
  const name = read.of['dev'] ?? read.rest[0];
  if (!name) return refused(deviceNeeded(endOf(words), 255));
  const device = deviceOf(host, name);
  if (isProblem(device)) return refused(device);
  const { up, down } = read.of;
  if (!up && !down) return printed('');
  return printed('', {
    world: setLink(world, host.name, device.name, (up?.from ?? -1) > (down?.from ?? -1)),
  });
};

/**
 * `ip link [show|set DEVICE up|down]`. Devices are made by the network, not by `ip`. Reference: iproute2,
 * ip/iplink.c.
 */
export const link: IpObject = (world, name, words, style) => {
  const host = world.hosts[name]!;
  const [first, ...rest] = words;
  const command = first ? commandOf(first.text, commands) : 'show';
  switch (command) {
    case 'show':
    case 'lst':
    case 'list':
      return show(world, host, rest, style);
    case 'set':
    case 'change':
      return set(world, host, rest);
    case 'delete': {
      const named = rest.find((w) => w.text !== 'dev');
      const device = named && deviceOf(host, named);
      return refused(
        device && isProblem(device)
          ? device
          : notSupported(
              first!,
              'ip link delete',
              'The devices of a host stay. ip link set DEVICE down takes one out of use.',
            ),
      );
    }
    case 'add':
    case 'replace':
    case 'xstats':
    case 'afstats':
    case 'property':
    case 'help':
      return refused(
        notSupported(first!, `ip link ${command}`, 'Here ip link has show and set DEVICE up or down.'),
      );
    case undefined:
      return refused(unknownCommand(first!, 'link', ['show', 'set']));
  }
};
