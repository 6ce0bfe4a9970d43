/** Networks, protocols and interfaces, as a sentence calls them. */
import type { AddressMatch, InterfaceMatch } from '../../types.ts';
import { printAddress, printMask } from '../../values/address.ts';
import { protocolName } from '../../values/protocol.ts';

/** `10.0.0.0/8`, and this machine's own addresses by their name. */
export const sayNetwork = (m: AddressMatch): string => {
  if (m.mask === 0) return 'any address';
  const text = `${printAddress(m.address)}${m.mask === 0xffffffff ? '' : `/${printMask(m.mask)}`}`;
  return m.address >>> 24 === 127 ? `localhost (${text})` : text;
};

/** Protocols that are not written in capitals. */
const called: Readonly<Record<number, string>> = {
  4: 'IP-in-IP',
  41: 'IPv6-in-IPv4',
  58: 'ICMPv6',
  108: 'IPComp',
  136: 'UDP-Lite',
};

/** `TCP`, `protocol-200`, as it precedes "packets". */
export const sayProtocol = (number: number): string => {
  const name = protocolName(number);
  if (called[number]) return called[number];
  return /^\d+$/.test(name) ? `protocol-${name}` : name.toUpperCase();
};

/** `eth0`, `an interface whose name begins with eth`. */
export const sayInterface = ({ name }: InterfaceMatch): string =>
  name === '+' ? 'any interface' : name.endsWith('+') ? `an interface named ${name.slice(0, -1)}…` : name;
