/** Reads a packet as a learner wrote it, or refuses it by name. */
import type { Address } from '../netfilter/types.ts';
import { parseAddress, printAddress } from '../netfilter/values/address.ts';
import { tcpFlagNames } from '../netfilter/values/tcpFlags.ts';
import type { ProbeSpec } from '../network/scenario.ts';
import type { Host, World } from '../network/world.ts';
import { own } from '../text/own.ts';
import type { OwnPacket } from './ownSteps.ts';

/** What is wrong with a packet: the field that it is about, and a sentence. */
export interface Refused {
  readonly field: 'from' | 'to' | 'port' | 'flags' | 'source';
  readonly says: string;
}

class Refusal extends Error {
  readonly of: Refused;
  constructor(field: Refused['field'], says: string) {
    super(says);
    this.of = { field, says };
  }
}

/** The addresses of a host, in order, with their interfaces. */
const addressesOf = (host: Host): readonly { readonly address: Address; readonly on: string }[] =>
  host.interfaces.flatMap(({ name, addresses }) =>
    addresses.filter(({ address }) => address >>> 24 !== 127).map(({ address }) => ({ address, on: name })),
  );

const listed = (host: Host): string =>
  addressesOf(host)
    .map(({ address, on }) => `${printAddress(address)} (${on})`)
    .join(', ');

const noAddress = (written: string): string =>
  written.includes(':')
    ? /^[\d.]+:\d*$/.test(written)
      ? `Write ${written.split(':')[0]} here, and the port in its own field.`
      : `"${written}" looks like an IPv6 address. The labs of this course have IPv4 only.`
    : written.includes('/')
      ? `"${written}" is a whole network. A packet goes to one address.`
      : `"${written}" is neither an IPv4 address nor a host of this lab.`;

const readTo = (written: string, world: World): string => {
  if (written === '')
    throw new Refusal('to', 'Say where the packet goes: an address, or a host of this lab.');
  if (parseAddress(written) !== null) return written;
  const host = own(world.hosts, written);
  if (!host) throw new Refusal('to', noAddress(written));
  const [only, ...more] = addressesOf(host);
  if (!only) throw new Refusal('to', `${written} has no address.`);
  if (more.length > 0)
    throw new Refusal('to', `${written} has several addresses: ${listed(host)}. Choose one of them.`);
  return printAddress(only.address);
};

const readPort = (written: string, protocol: 'TCP' | 'UDP'): string => {
  if (written === '') throw new Refusal('port', `${protocol} needs a port: a number from 1 to 65535.`);
  const port = /^\d{1,5}$/.test(written) ? Number(written) : 0;
  if (port < 1 || port > 65535)
    throw new Refusal('port', `"${written}" is not a port: write a number from 1 to 65535.`);
  return String(port);
};

const readFlags = (written: string): string => {
  const flags = written.toUpperCase().split(/[\s,]+/);
  if (['ALL', 'NONE'].includes(flags.join())) return flags.join();
  const unknown = flags.find((flag) => !(tcpFlagNames as readonly string[]).includes(flag));
  if (unknown !== undefined)
    throw new Refusal(
      'flags',
      `There is no TCP flag "${unknown}". The flags are ${tcpFlagNames.join(', ')}; ALL is all of them, NONE is none.`,
    );
  return flags.join();
};

const readSource = (written: string, sender: Host): string => {
  const address = parseAddress(written);
  if (address === null) throw new Refusal('source', `"${written}" is not an IPv4 address.`);
  if (!addressesOf(sender).some((a) => a.address === address))
    throw new Refusal(
      'source',
      `${sender.name} does not have the address ${written}, and a program can send only from an address of its host: ${listed(sender)}.`,
    );
  return written;
};

/** The packet to send, in a world as it is then; or what is wrong with it. Never throws. */
export const readPacket = (
  written: OwnPacket,
  world: World,
): { readonly ok: true; readonly probe: ProbeSpec } | { readonly ok: false; readonly refused: Refused } => {
  const { protocol } = written;
  const [from, to, port, flags, source] = (['from', 'to', 'port', 'flags', 'source'] as const).map((name) =>
    written[name].trim(),
  ) as [string, string, string, string, string];
  try {
    const sender = own(world.hosts, from);
    if (!sender)
      throw new Refusal(
        'from',
        `There is no host "${from}" here. The hosts are ${Object.keys(world.hosts).join(', ')}.`,
      );
    const address = readTo(to, world);
    if (flags !== '' && protocol !== 'tcp') throw new Refusal('flags', 'Only TCP has flags.');
    if (port !== '' && protocol === 'ping') throw new Refusal('port', 'A ping has no port.');
    const probe = {
      from,
      ...(protocol === 'ping'
        ? { ping: address }
        : protocol === 'tcp'
          ? { tcp: `${address}:${readPort(port, 'TCP')}` }
          : { udp: `${address}:${readPort(port, 'UDP')}` }),
      ...(flags !== '' && { flags: readFlags(flags) }),
      ...(source !== '' && { source: readSource(source, sender) }),
    };
    return { ok: true, probe };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, refused: error.of };
    throw error;
  }
};
