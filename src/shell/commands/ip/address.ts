import { printAddress } from '../../../netfilter/values/address.ts';
import { isSecondary } from '../../../network/configureInterface.ts';
import type { Host, Interface, InterfaceAddress, World } from '../../../network/world.ts';
import type { Word } from '../../../text/words.ts';
import { printed, problemAt, refused } from '../shared/result.ts';
import type { CommandResult } from '../shellCommand.ts';
import { reading } from './addressWords.ts';
import { change, flush } from './changeAddress.ts';
import type { IpObject } from './keywords.ts';
import {
  commandOf,
  deviceOf,
  isProblem,
  notSupported,
  readKeywords,
  type Style,
  unknownCommand,
} from './keywords.ts';
import { hardware, header, state } from './link.ts';

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

const scopeOf = (a: InterfaceAddress): string => (a.address >>> 24 === 127 ? 'host' : 'global');

export const inet = (i: Interface, a: InterfaceAddress): string =>
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
  const read = readKeywords(words, reading, 'dev');
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
        notSupported(
          first!,
          `ip address ${command}`,
          'Here ip address has show, add, del, change, replace and flush.',
        ),
      );
    case undefined:
      return refused(unknownCommand(first!, 'address', ['show', 'add', 'del', 'change', 'replace', 'flush']));
  }
};
