import { printAddress } from '../netfilter/values/address.ts';
import type { ScenarioProblem } from './scenario.ts';
import type { Host, Interface } from './world.ts';

/**
 * What is wrong between the interfaces of all hosts: an IP or MAC address that is on a link twice, so that it
 * would be unclear who gets the packet, and a bridge inside a bridge.
 */
export const linkConflicts = (hosts: Readonly<Record<string, Host>>): readonly ScenarioProblem[] => {
  const owners = new Map<string, string>();
  return Object.values(hosts).flatMap((host) =>
    host.interfaces.flatMap((i) => [...takenAddresses(host, i, owners), ...nestedBridge(host, i)]),
  );
};

/** Notes an interface's addresses in `owners`, by link. */
const takenAddresses = (
  host: Host,
  { name, link, mac, addresses }: Interface,
  owners: Map<string, string>,
): readonly ScenarioProblem[] => {
  // A bridge is on the links of its ports.
  const links =
    link === null
      ? host.interfaces.flatMap((i) => (i.master === name && i.link !== null ? [i.link] : []))
      : [link];
  const own = [...addresses.map((a) => printAddress(a.address)), ...(link === null ? [] : [mac])];
  const problems: ScenarioProblem[] = [];
  for (const [key, address] of links.flatMap((l) => own.map((a) => [`${l} ${a}`, a] as const))) {
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, host.name);
    else if (owner !== host.name || address === mac)
      problems.push({
        path: ['hosts', host.name, 'interfaces', name],
        message: `${address} is on the link already: ${owner} has it`,
        hint:
          address === mac
            ? 'Leave mac out, and each interface gets one of its own.'
            : 'Give each host on a link an address of its own.',
      });
  }
  return problems;
};

const nestedBridge = (host: Host, { name, master }: Interface): readonly ScenarioProblem[] =>
  master !== null && host.interfaces.some((i) => i.name === master && i.master !== null)
    ? [
        {
          path: ['hosts', host.name, 'interfaces', name, 'master'],
          message: `${master} is itself a port of a bridge`,
          hint: 'A bridge cannot be a port of another bridge.',
        },
      ]
    : [];
