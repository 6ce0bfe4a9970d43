import { maskOf, parseAddress, printAddress } from '../../../netfilter/values/address.ts';
import {
  addAddress,
  deleteAddress,
  flushAddresses,
  isSecondary,
} from '../../../network/configureInterface.ts';
import type { Host, Interface, InterfaceAddress, World } from '../../../network/world.ts';
import type { Word } from '../../../text/words.ts';
import { endOf, printed, problemAt, refused } from '../shared/result.ts';
import type { CommandResult } from '../shellCommand.ts';
import { hardware, header, state } from './link.ts';
import type { IpObject } from './words.ts';
import {
  commandOf,
  deviceNeeded,
  deviceOf,
  isProblem,
  type Keywords,
  notHere,
  prefixProblem,
  readPairs,
  readPrefix,
  type Style,
  unknownCommand,
} from './words.ts';

const commands = [
  'add',
  'change',
  'chg',
  'replace',
  'delete',
  'show',
  'lst',
  'list',
  'flush',
  'save',
  'showdump',
  'restore',
  'help',
] as const;
const writing: Keywords = {
  dev: 'value',
  brd: 'value',
  broadcast: 'value',
  local: 'value',
  peer: 'none',
  remote: 'none',
  anycast: 'none',
  label: 'none',
  scope: 'none',
  metric: 'none',
  home: 'none',
  nodad: 'none',
  mngtmpaddr: 'none',
  noprefixroute: 'none',
  autojoin: 'none',
  valid_lft: 'none',
  preferred_lft: 'none',
  proto: 'none',
};
const reading: Keywords = {
  dev: 'value',
  up: 'flag',
  scope: 'value',
  primary: 'flag',
  secondary: 'flag',
  to: 'none',
  label: 'none',
  master: 'none',
  nomaster: 'none',
  type: 'none',
  vrf: 'none',
  permanent: 'none',
  dynamic: 'none',
  tentative: 'none',
  deprecated: 'none',
  dadfailed: 'none',
  temporary: 'none',
  proto: 'none',
};

const scopeOf = (a: InterfaceAddress): string => (a.address >>> 24 === 127 ? 'host' : 'global');

const inet = (i: Interface, a: InterfaceAddress): string =>
  `inet ${printAddress(a.address)}/${a.prefix}${a.broadcast === undefined ? '' : ` brd ${printAddress(a.broadcast)}`} scope ${scopeOf(a)} ${isSecondary(i, a) ? 'secondary ' : ''}${i.name}`;
const lifetime = '       valid_lft forever preferred_lft forever';

/**
 * One interface and those of its addresses that were asked for. Reference: iproute2, ip/ipaddress.c,
 * print_linkinfo, print_addrinfo.
 */
const block = (
  i: Interface,
  index: number,
  addresses: readonly InterfaceAddress[],
  style: Style,
  filtered: boolean,
): string => {
  if (style.brief)
    return `${i.name.padEnd(16)} ${state(i).padEnd(14)} ${addresses.map((a) => `${printAddress(a.address)}/${a.prefix} `).join('')}\n`;
  if (style.oneLine)
    return addresses.map((a) => `${index}: ${i.name}    ${inet(i, a)}\\${lifetime}\n`).join('');
  const link = style.inet || filtered ? '' : `    ${hardware(i)}\n`;
  return `${header(i, index)} group default qlen 1000\n${link}${addresses.map((a) => `    ${inet(i, a)}\n${lifetime}\n`).join('')}`;
};

const show = (_world: World, host: Host, words: readonly Word[], style: Style): CommandResult => {
  const read = readPairs(words, reading, 'dev');
  if (isProblem(read)) return refused(read);
  const name = read.of['dev'] ?? read.rest[0];
  const device = name ? deviceOf(host, name, 'does not exist') : null;
  if (device && isProblem(device)) return refused(device);
  const { scope, primary, secondary, up } = read.of;
  if (scope && !['global', 'host', 'link', 'all'].includes(scope.text))
    return refused(
      problemAt(
        scope,
        `Error: argument "${scope.text}" is wrong: invalid "scope"\n`,
        255,
        'A scope is global, host or link.',
      ),
    );
  const wanted = (i: Interface) => (a: InterfaceAddress) =>
    (!scope || scope.text === 'all' || scopeOf(a) === scope.text) &&
    (!primary || !isSecondary(i, a)) &&
    (!secondary || isSecondary(i, a));
  const filtered = Boolean((scope && scope.text !== 'all') || primary || secondary);
  const text = host.interfaces.map((i, n) => {
    const addresses = i.addresses.filter(wanted(i));
    const out =
      (device && device !== i) || (up && !i.up) || ((filtered || style.inet) && addresses.length === 0);
    return out ? '' : block(i, n + 1, addresses, style, filtered);
  });
  return printed(text.join(''));
};

const change = (
  world: World,
  host: Host,
  words: readonly Word[],
  command: 'add' | 'change' | 'replace' | 'delete',
): CommandResult => {
  const read = readPairs(words, writing, 'local');
  if (isProblem(read)) return refused(read);
  const text = read.of['local'] ?? read.rest[0];
  const prefix = text ? readPrefix(text.text) : null;
  if (text && !prefix) return refused(prefixProblem(text));
  const { dev } = read.of;
  if (!dev) return refused(deviceNeeded(endOf(words)));
  const device = deviceOf(host, dev);
  if (isProblem(device)) return refused(device);
  if (!text || !prefix)
    return refused(
      notHere(dev, `ip address ${command} without an address`, 'Name the address: 192.168.1.20/24.'),
    );
  const address = prefix.address;
  const there = device.addresses.find(
    (a) =>
      a.address === address &&
      (a.prefix === (prefix.prefix ?? 32) || (command === 'delete' && prefix.prefix === null)),
  );
  if (command === 'delete') {
    const warning =
      prefix.prefix === null
        ? `Warning: Executing wildcard deletion to stay compatible with old scripts.\n         Explicitly specify the prefix length (${printAddress(address)}/32) to avoid this warning.\n         This special behaviour is likely to disappear in further releases,\n         fix your scripts!\n`
        : '';
    if (!there) {
      const elsewhere = host.interfaces.flatMap((i) =>
        i.addresses
          .filter((a) => a.address === address)
          .map((a) => `${i.name} has ${printAddress(a.address)}/${a.prefix}`),
      );
      return refused(
        problemAt(
          text,
          `${warning}Error: ipv4: Address not found.`,
          2,
          elsewhere[0]
            ? `${elsewhere[0]}.`
            : `${device.name} has ${device.addresses.map((a) => `${printAddress(a.address)}/${a.prefix}`).join(', ') || 'no address'}.`,
        ),
      );
    }
    return printed('', { stderr: warning, world: deleteAddress(world, host.name, device.name, there) });
  }
  if (there && command === 'add')
    return refused(
      problemAt(text, 'Error: ipv4: Address already assigned.', 2, `${device.name} has this address.`),
    );
  if (there) return printed('');
  const brd = read.of['brd'] ?? read.of['broadcast'];
  const length = prefix.prefix ?? 32;
  const broadcast =
    !brd || brd.text === '-'
      ? null
      : brd.text === '+'
        ? (address | ~maskOf(length)) >>> 0
        : parseAddress(brd.text);
  if (brd && brd.text !== '-' && broadcast === null)
    return refused(
      problemAt(
        brd,
        `Error: inet address is expected rather than "${brd.text}".`,
        1,
        'Write brd + for the last address of the network.',
      ),
    );
  return printed('', {
    world: addAddress(world, host.name, device.name, {
      address,
      prefix: length,
      ...(broadcast === null ? {} : { broadcast }),
    }),
  });
};

const flush = (world: World, host: Host, words: readonly Word[]): CommandResult => {
  const read = readPairs(
    words,
    { ...reading, up: 'none', scope: 'none', primary: 'none', secondary: 'none' },
    'dev',
  );
  if (isProblem(read)) return refused(read);
  const name = read.of['dev'] ?? read.rest[0];
  if (!name)
    return refused(problemAt(endOf(words), 'Flush requires arguments.', 1, 'Say which device: dev eth0.'));
  const device = deviceOf(host, name, 'does not exist');
  return isProblem(device)
    ? refused(device)
    : printed('', { world: flushAddresses(world, host.name, device.name) });
};

/** `ip address [show|add|del|change|replace|flush]`. Reference: iproute2, ip/ipaddress.c. */
export const address: IpObject = (world, name, words, style) => {
  const host = world.hosts[name]!;
  const [first, ...rest] = words;
  const command = first ? commandOf(first.text, commands) : 'show';
  switch (command) {
    case 'show':
    case 'lst':
    case 'list':
      return show(world, host, rest, style);
    case 'add':
    case 'replace':
    case 'delete':
      return change(world, host, rest, command);
    case 'change':
    case 'chg':
      return change(world, host, rest, 'change');
    case 'flush':
      return flush(world, host, rest);
    case 'save':
    case 'showdump':
    case 'restore':
    case 'help':
      return refused(
        notHere(
          first!,
          `ip address ${command}`,
          'Here ip address has show, add, del, change, replace and flush.',
        ),
      );
    case undefined:
      return refused(unknownCommand(first!, 'address', ['show', 'add', 'del', 'change', 'replace', 'flush']));
  }
};
