import { own } from '../text/own.ts';
import { parseInterfaceAddress } from './interfaceAddress.ts';
import type { AddProblem, InterfaceSpec, Scenario } from './scenario.ts';
import type { Interface, InterfaceAddress } from './world.ts';

const loopback: Interface = {
  name: 'lo',
  link: null,
  mac: '00:00:00:00:00:00',
  addresses: [{ address: 0x7f000001, prefix: 8 }],
  up: true,
  master: null,
};

/** The interfaces of the host number `number`, `lo` first, in the order they are written in. */
export const createInterfaces = (
  host: string,
  specs: Readonly<Record<string, InterfaceSpec>>,
  number: number,
  links: NonNullable<Scenario['links']>,
  wrong: AddProblem,
): readonly Interface[] => {
  const interfaces = [loopback];
  for (const [i, [name, spec]] of Object.entries(specs).entries()) {
    const { master = null } = spec;
    const mtu = spec.link === undefined ? undefined : own(links, spec.link)?.mtu;
    const addresses = createAddresses(name, spec.addresses ?? [], interfaces, wrong);
    if (name.length > 15)
      wrong(
        ['interfaces', name],
        `the name ${name} is too long`,
        'The name of an interface has at most 15 characters.',
      );
    if (master !== null && !Object.hasOwn(specs, master))
      wrong(
        ['interfaces', name, 'master'],
        `${host} has no interface ${master}`,
        'A port names a bridge that is an interface of the same host.',
      );
    else if (master !== null && addresses.length)
      wrong(
        ['interfaces', name, 'addresses'],
        `${name} is a port of ${master}`,
        `Give the address to the bridge ${master}; its ports have none.`,
      );
    if (name === 'lo')
      interfaces[0] = { ...interfaces[0]!, addresses: [...interfaces[0]!.addresses, ...addresses] };
    else
      interfaces.push({
        name,
        link: spec.link ?? null,
        mac: spec.mac ?? `02:00:00:00:${hex(number)}:${hex(i + 1)}`,
        addresses,
        up: true,
        master,
        ...(mtu !== undefined && { mtu }),
      });
  }
  return interfaces;
};

const hex = (n: number): string => n.toString(16).padStart(2, '0');

const createAddresses = (
  name: string,
  texts: readonly string[],
  before: readonly Interface[],
  wrong: AddProblem,
): readonly InterfaceAddress[] => {
  const addresses: InterfaceAddress[] = [];
  const taken = (address: number) =>
    [...before.flatMap((i) => i.addresses), ...addresses].some((a) => a.address === address);
  for (const [i, text] of texts.entries()) {
    const address = parseInterfaceAddress(text);
    const path = ['interfaces', name, 'addresses', i];
    if (!address) wrong(path, `${text} is not an address with a prefix`, 'Write it like 192.168.1.20/24.');
    else if (taken(address.address))
      wrong(path, `${text} is on this host twice`, 'Give each interface addresses of its own.');
    else addresses.push(address);
  }
  return addresses;
};
