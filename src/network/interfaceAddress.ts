import { parseAddress } from '../netfilter/values/address.ts';
import type { InterfaceAddress } from './world.ts';

/** Reads `10.0.0.1/24`, or `10.0.0.1` for a /32; null for any other text. */
export const parseInterfaceAddress = (text: string): InterfaceAddress | null => {
  const [address = '', prefix = '32'] = text.split('/');
  const number = parseAddress(address);
  return number === null || !/^\d{1,2}$/.test(prefix) || Number(prefix) > 32
    ? null
    : { address: number, prefix: Number(prefix) };
};
