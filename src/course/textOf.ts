import { save } from '../netfilter/save.ts';
import type { PacketFilter, TableName } from '../netfilter/types.ts';
import { splitSaved } from '../netfilter/words.ts';
import type { World } from '../network/world.ts';
import { changes } from './changes.ts';
import { startLab } from './lab.ts';
import type { Lab, Network } from './lesson.ts';

/**
 * What a lab's editor has to say so that its host is as it is in a world: the way back from a terminal. Commands bring
 * addresses, routes and parameters with them; iptables-save text has no place for more than rules.
 */
export const textOf = (lab: Pick<Lab, 'host' | 'language'>, network: Pick<Network, 'hosts'>, world: World): string => {
  const saved = save(world.hosts[lab.host]!.filter);
  if (lab.language === 'save') return saved;
  const begun = startLab(network);
  return commands(saved, begun.hosts[lab.host]!.filter) + changes(begun, lab.host, world).map((l) => `${l}\n`).join('');
};

const commands = (saved: string, begun: PacketFilter): string => {
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
      else if (policy !== (chains[chain]?.policy ?? 'ACCEPT')) rules.push(`${iptables} -P ${chain} ${policy}`);
    } else if (line.startsWith('-')) rules.push(`${iptables} ${splitSaved(line).map((w) => quoted(w.text)).join(' ')}`);
    else if (line === 'COMMIT') {
      lines.push(...rules);
      rules = [];
    }
  }
  return lines.map((l) => `${l}\n`).join('');
};

const quoted = (word: string): string => (/^[\w\-./:,+=@%]+$/.test(word) || word === '!' ? word : `'${word.replaceAll("'", `'\\''`)}'`);
