/** Names of hosts: there is no DNS, and /etc/hosts knows this machine alone. */
import type { Address } from '../../../netfilter/types.ts';
import { parseHost, printAddress } from '../../../netfilter/values/address.ts';
import type { World } from '../../../network/world.ts';

/** The address a program would find for a name; null for a name that is not known here. */
export const addressOfName = (text: string): Address | null =>
  text === 'localhost' ? 0x7f000001 : /^[\d.]+$/.test(text) ? parseHost(text) : null;

/** What to write in place of a name: the address of the machine that is called so, where there is one. */
export const nameHint = (
  world: World,
  text: string,
): { readonly hint: string; readonly replacement?: string } => {
  const host = Object.hasOwn(world.hosts, text) ? world.hosts[text]! : null;
  const address = host?.interfaces.flatMap((i) => i.addresses).find((a) => a.address >>> 24 !== 127)?.address;
  return address === undefined
    ? { hint: 'There is no DNS here. Write an address.' }
    : {
        hint: `There is no DNS here. ${text} has the address ${printAddress(address)}.`,
        replacement: printAddress(address),
      };
};
