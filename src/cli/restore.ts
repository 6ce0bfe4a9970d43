import { type RestoreOptions, restore } from '../netfilter/command/restore.ts';
import { save } from '../netfilter/print/save.ts';
import { emptyFilterOf } from '../netfilter/ruleset.ts';
import { isTable } from '../netfilter/types.ts';
import { misused, readInput, type Verb } from './verb.ts';

export const restoreVerb: Verb = {
  summary: 'loads iptables-save text from stdin, as iptables-restore does',
  help: `Usage: four-tables restore [--save] [-c] [-n] [-T TABLE] < FILE

Loads iptables-save text. The exit status and the messages are those of iptables-restore.
  --save     print what iptables-save then prints
  -c         load counters, and save them
  -n         do not flush first
  -T TABLE   only this table
`,
  run(args, backend) {
    const options: { -readonly [K in keyof RestoreOptions]: RestoreOptions[K] } = {};
    let print = false;
    for (let i = 0; i < args.length; i++) {
      const arg = args[i]!;
      if (arg === '--save') print = true;
      else if (arg === '-c') options.counters = true;
      else if (arg === '-n') options.noflush = true;
      else if (arg === '-T') {
        const table = args[++i] ?? '';
        if (!isTable(table)) return misused(`there is no table ${table}`);
        options.table = table;
      } else return misused(`restore has no option ${arg}`);
    }
    const done = restore(emptyFilterOf(backend), readInput('-'), options);
    process.stderr.write(done.stderr);
    if (print) process.stdout.write(save(done.filter, { counters: options.counters ?? false }));
    return done.status;
  },
};
