import { save } from '../netfilter/print/save.ts';
import type { PacketFilter, TableName } from '../netfilter/types.ts';
import type { World } from '../network/world.ts';
import { splitSaved } from '../text/words.ts';
import { startLab } from './lab.ts';
import type { Lab, Network } from './lesson.ts';
import { networkText } from './networkText.ts';

/**
 * What a lab's editor has to say so that its network is what it is in a world: the way back from a terminal.
 * In a lab of iptables-save text only the rules of its host have a place; elsewhere `ssh` tells of the other
 * hosts.
 */
export const textOf = (
  lab: Pick<Lab, 'host' | 'language'>,
  network: Pick<Network, 'hosts'>,
  world: World,
): string => {
  const saved = (host: string): string => save(world.hosts[host]!.filter);
  if (lab.language === 'save') return saved(lab.host);
  const begun = startLab(network);
  const linesOf = (host: string): readonly string[] => [
    ...networkText(begun, world, host),
    ...(host === lab.host || saved(host) !== save(begun.hosts[host]!.filter)
      ? commands(saved(host), begun.hosts[host]!.filter)
      : []),
  ];
  return Object.keys(begun.hosts)
    .flatMap((host) =>
      linesOf(host).map((l) => (host === lab.host ? `${l}\n` : `ssh ${host} ${quoted(l)}\n`)),
    )
    .join('');
};

const commands = (saved: string, begun: PacketFilter): readonly string[] => {
  const lines: string[] = [];
  let iptables = '';
  let chains: NonNullable<PacketFilter['tables'][TableName]>['chains'] = {};
  // A jump may go to a chain that stands further down.
  let rules: string[] = [];
  for (const line of saved.split('\n')) {
    if (line.startsWith('*')) {
      const table = line.slice(1) as TableName;
      iptables = table === 'filter' ? 'iptables' : `iptables -t ${table}`;
      chains = begun.tables[table]?.chains ?? {};
      if (Object.values(chains).some((c) => c.rules.length > 0)) lines.push(`${iptables} -F`);
      if (Object.values(chains).some((c) => c.policy === null)) lines.push(`${iptables} -X`);
    } else if (line.startsWith(':')) {
      const [chain = '', policy = ''] = line.slice(1).split(' ');
      if (policy === '-') lines.push(`${iptables} -N ${quoted(chain)}`);
      else if (policy !== (chains[chain]?.policy ?? 'ACCEPT'))
        rules.push(`${iptables} -P ${chain} ${policy}`);
    } else if (line.startsWith('-'))
      rules.push(
        `${iptables} ${splitSaved(line)
          .map((w) => quoted(w.text))
          .join(' ')}`,
      );
    else if (line === 'COMMIT') {
      lines.push(...rules);
      rules = [];
    }
  }
  return lines;
};

const quoted = (word: string): string =>
  /^[\w\-./:,+=@%]+$/.test(word) || word === '!' ? word : `'${word.replaceAll("'", `'\\''`)}'`;
