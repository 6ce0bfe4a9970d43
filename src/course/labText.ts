import { save } from '../netfilter/print/save.ts';
import type { PacketFilter, TableName } from '../netfilter/types.ts';
import type { World } from '../network/world.ts';
import { own } from '../text/own.ts';
import { splitSaved } from '../text/words.ts';
import { networkCommands } from './networkCommands.ts';
import type { LabSetting, PreparedLab } from './prepareLab.ts';

/**
 * The text for a lab's editor that brings the lab's network to what it is in `world`: the way back from a
 * terminal. iptables-save text holds the rules of the lab's host alone; commands for other hosts begin with
 * `ssh`.
 */
export const labText = ({ lab, untouched }: PreparedLab<LabSetting>, world: World): string => {
  const saved = (host: string): string => save(world.hosts[host]!.filter);
  if (lab.language === 'save') return saved(lab.host);
  const linesOf = (host: string): readonly string[] => [
    ...networkCommands(untouched, world, host),
    ...(host === lab.host || saved(host) !== save(untouched.hosts[host]!.filter)
      ? commands(saved(host), untouched.hosts[host]!.filter)
      : []),
  ];
  return Object.keys(untouched.hosts)
    .flatMap((host) =>
      linesOf(host).map((l) => (host === lab.host ? `${l}\n` : `ssh ${host} ${quoted(l)}\n`)),
    )
    .join('');
};

const commands = (saved: string, untouched: PacketFilter): readonly string[] => {
  const lines: string[] = [];
  let iptables = '';
  let chains: NonNullable<PacketFilter['tables'][TableName]>['chains'] = {};
  // A jump may name a chain that is made further down.
  let rules: string[] = [];
  for (const line of saved.split('\n')) {
    if (line.startsWith('*')) {
      const table = line.slice(1) as TableName;
      iptables = table === 'filter' ? 'iptables' : `iptables -t ${table}`;
      chains = untouched.tables[table]?.chains ?? {};
      if (Object.values(chains).some((c) => c.rules.length > 0)) lines.push(`${iptables} -F`);
      if (Object.values(chains).some((c) => c.policy === null)) lines.push(`${iptables} -X`);
    } else if (line.startsWith(':')) {
      const [chain = '', policy = ''] = line.slice(1).split(' ');
      if (policy === '-') lines.push(`${iptables} -N ${quoted(chain)}`);
      else if (policy !== (own(chains, chain)?.policy ?? 'ACCEPT'))
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
