import { maskOf, parseAddress, printAddress } from '../../../netfilter/values/address.ts';
import { addAddress, deleteAddress, flushAddresses } from '../../../network/configureInterface.ts';
import type { Host, World } from '../../../network/world.ts';
import type { Word } from '../../../text/words.ts';
import { endOf, printed, problemAt, refused } from '../shared/result.ts';
import type { CommandResult } from '../shellCommand.ts';
import { reading, writing } from './addressWords.ts';
import {
  deviceNeeded,
  deviceOf,
  isProblem,
  notSupported,
  prefixProblem,
  readKeywords,
  readPrefix,
} from './keywords.ts';

export const change = (
  world: World,
  host: Host,
  words: readonly Word[],
  command: 'add' | 'change' | 'replace' | 'delete',
): CommandResult => {
  const read = readKeywords(words, writing, 'local');
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
      notSupported(dev, `ip address ${command} without an address`, 'Name the address: 192.168.1.20/24.'),
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

export const flush = (world: World, host: Host, words: readonly Word[]): CommandResult => {
  const read = readKeywords(
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
