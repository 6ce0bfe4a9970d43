import { printAddress } from '../values/address.ts';
import { icmpName } from '../values/icmpType.ts';
import { protocolName } from '../values/protocol.ts';
import { dimensionOf, type Element, type IpSet } from './ipSet.ts';
import type { Addresses } from './readAddresses.ts';

/** Addresses as they are written: `10.0.0.0/24`, `10.0.0.1-10.0.0.9`. */
export const printAddresses = ({ from, to, length }: Addresses): string => {
  const prefix = length === null || length === 32 ? '' : `/${length}`;
  return `${printAddress(from)}${prefix}${to === null ? '' : `-${printAddress(to)}`}`;
};

/** `tcp:80`, `icmp:echo-request`, `gre:0`. */
export const printPort = (protocol: number, port: number): string => {
  const name = protocolName(protocol);
  if (protocol !== 1) return `${name}:${port}`;
  const [type, code] = [port >>> 8, port & 255];
  const icmp = icmpName(type, code) ?? (code === 0 ? icmpName(type, null) : null);
  return `${name}:${icmp ?? `${type}/${code}`}`;
};

/** An element as lists and `save` print it. */
export const printElement = (set: IpSet, e: Element): string => {
  if (set.type === 'list:set') return e.set;
  if (set.type === 'bitmap:port') return String(e.port);
  const address = printAddresses({ from: e.address, to: null, length: e.length });
  return dimensionOf(set.type) === 2 ? `${address},${printPort(e.protocol, e.port)}` : address;
};
