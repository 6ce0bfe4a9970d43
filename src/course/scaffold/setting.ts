import type { Lab } from '../lab.ts';
import type { Network } from '../lesson.ts';
import { prepareLab } from '../prepareLab.ts';
import { runLab } from '../runLab.ts';

/** Where a new lab takes place: a host that filters nothing, and a neighbour that reaches a port of it. */
export interface Setting {
  /** The network's name. */
  readonly network: string;
  readonly host: string;
  readonly neighbour: string;
  readonly address: string;
  /** A tcp port that the host listens on. */
  readonly port: number;
}

/** The first setting that a network has, on this host if it is named; null if it has no such pair of hosts. */
export const settingOf = (name: string, network: Network, host?: string): Setting | null => {
  for (const [at, spec] of Object.entries(network.hosts)) {
    const port = spec.listen
      ?.map((l) => Number(typeof l === 'string' ? /^tcp\/(\d+)$/.exec(l)?.[1] : l.tcp))
      .find((p) => p > 0);
    if ((host !== undefined && at !== host) || spec.rules || spec.sets || port === undefined) continue;
    for (const { link, addresses = [] } of Object.values(spec.interfaces ?? {}))
      for (const [neighbour, other] of Object.entries(network.hosts)) {
        const near = Object.values(other.interfaces ?? {}).some((i) => link !== undefined && i.link === link);
        const address = addresses[0]?.split('/')[0];
        if (neighbour === at || !near || address === undefined) continue;
        const setting = { network: name, host: at, neighbour, address, port };
        if (isReached(setting, network)) return setting;
      }
  }
  return null;
};

/** Whether the neighbour's connection and ping arrive as long as no rule says anything else. */
const isReached = ({ network, host, neighbour, address, port }: Setting, hosts: Network): boolean => {
  const lab: Lab = {
    id: 'reached',
    title: '',
    network,
    host,
    language: 'commands',
    start: '',
    show: [],
    packets: [
      {
        probe: { name: 'tcp', from: neighbour, tcp: `${address}:${port}` },
        outcome: 'connected',
        because: '',
      },
      { probe: { name: 'ping', from: neighbour, ping: address }, outcome: 'replied', because: '' },
    ],
    changes: [],
  };
  return runLab(prepareLab(lab, hosts), '').packets.every((p) => p.passed);
};
