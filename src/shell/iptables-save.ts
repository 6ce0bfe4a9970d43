import { backendOf } from '../netfilter/backend.ts';
import { listWarnings } from '../netfilter/list.ts';
import { isTable } from '../netfilter/names.ts';
import type { Problem } from '../netfilter/problem.ts';
import { useTable } from '../netfilter/ruleset.ts';
import { save } from '../netfilter/save.ts';
import type { PacketFilter, TableName } from '../netfilter/types.ts';
import { tableNames } from '../netfilter/types.ts';
import type { Word } from '../netfilter/words.ts';
import { type FilterRun, refusedRun } from './iptables.ts';

/** `iptables-save [-c] [-t TABLE]`. The two comment lines a table are left out: they hold the time. */
export const iptablesSave = (filter: PacketFilter, words: readonly Word[]): FilterRun => {
  let counters = false;
  let table: TableName | null = null;
  const refuse = (at: Word, message: string, hint: string, status = 1): FilterRun => {
    const problem: Problem = { from: at.from, to: at.to, message, hint, status };
    return refusedRun(filter, problem);
  };
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (word.text === '-c' || word.text === '--counters') counters = true;
    else if (word.text === '-t' || word.text === '--table') {
      const name = words[++i];
      if (!name) return refuse(word, "iptables-save: option requires an argument -- 't'", 'Name a table behind -t.');
      if (!isTable(name.text))
        return refuse(name, `${backendOf(filter).says('iptables-save')}: Cannot initialize: iptables who? (do you need to insmod?)`, `The tables are ${tableNames.join(', ')}.`);
      table = name.text;
    } else if (word.text.startsWith('-')) return refuse(word, `iptables-save: unrecognized option '${word.text}'\nLook at manual page \`iptables-save.8' for more information.`, 'iptables-save takes -c and -t.');
    else return refuse(word, `Unknown arguments found on commandline`, 'iptables-save takes -c and -t TABLE, nothing else.');
  }
  const used = table && backendOf(filter).ready ? useTable(filter, table) : filter;
  const chains = Object.values(used.tables).filter((t) => table === null || t.name === table).flatMap((t) => Object.values(t.chains));
  return { filter: used, stdout: save(used, table ? { counters, table } : { counters }), stderr: listWarnings(chains.flatMap((c) => c.rules)), status: 0, problems: [] };
};
