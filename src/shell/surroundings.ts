/** What a line may name besides what its own text makes: chains of the host, and what there is in its network. */
import { listed } from '../netfilter/print/sentence/words.ts';
import { chainNames } from '../netfilter/ruleset.ts';
import type { TableName } from '../netfilter/types.ts';
import { masked, maskOf, printAddress, printPrefix } from '../netfilter/values/address.ts';
import type { Host, World } from '../network/world.ts';
import type { Choice } from './choice.ts';

/** Names that mean something where a line is written, each with whose it is. */
export interface Surroundings {
  readonly chains: (table: TableName) => readonly string[];
  readonly interfaces: readonly Choice[];
  readonly addresses: readonly Choice[];
  readonly networks: readonly Choice[];
  /** Ports where a program listens. `detail` is the protocol. */
  readonly ports: readonly Choice[];
}

/** A line without a network. */
export const nowhere: Surroundings = {
  chains: () => [],
  interfaces: [],
  addresses: [],
  networks: [],
  ports: [],
};

/** The same choice made twice is one, with what both say. */
const merged = (choices: readonly Choice[]): readonly Choice[] => {
  const found = new Map<string, Choice>();
  for (const choice of choices) {
    const key = `${choice.label} ${choice.detail}`;
    const before = found.get(key);
    found.set(key, before ? { ...before, info: `${before.info} ${choice.info}` } : choice);
  }
  return [...found.values()];
};

/** What a line on this host may name. */
export const surroundingsOf = (world: World, name: string): Surroundings => {
  const hosts = Object.values(world.hosts);
  const host = world.hosts[name]!;
  const onLink = (link: string, but: Host | null) =>
    hosts.filter((h) => h !== but && h.interfaces.some((i) => i.link === link)).map((h) => h.name);
  const devices = hosts.flatMap((h) => h.interfaces.map((i) => ({ host: h, ...i })));
  return {
    chains: (table) => chainNames(host.filter, table),
    interfaces: host.interfaces.map(({ name: label, link, addresses }) => {
      const [first] = addresses;
      const others = link === null ? [] : onLink(link, host);
      return {
        label,
        detail: first ? printAddress(first.address) : '',
        info:
          link === null
            ? 'What this machine sends to itself.'
            : others.length > 0
              ? `Leads to ${listed(others, 'and')}.`
              : 'Leads to no other machine.',
      };
    }),
    addresses: merged(
      devices.flatMap(({ host: h, name: device, link, addresses }) =>
        link === null
          ? []
          : addresses.map(({ address }) => ({
              label: printAddress(address),
              detail: '',
              info: h === host ? `This machine’s address on ${device}.` : `${h.name}’s address.`,
            })),
      ),
    ),
    networks: [
      ...new Map(
        devices.flatMap(({ link, addresses }) =>
          link === null
            ? []
            : addresses
                .filter(({ prefix }) => prefix > 0 && prefix < 32)
                .map(({ address, prefix }): readonly [string, Choice] => {
                  const label = printPrefix(masked(address, maskOf(prefix)), maskOf(prefix));
                  return [
                    label,
                    { label, detail: '', info: `The network of ${listed(onLink(link, null), 'and')}.` },
                  ];
                }),
        ),
      ).values(),
    ],
    ports: merged(
      hosts.flatMap((h) =>
        h.listeners.map(({ port, protocol }) => ({
          label: String(port),
          detail: protocol,
          info: `${h === host ? 'This machine' : h.name} listens there.`,
        })),
      ),
    ),
  };
};
