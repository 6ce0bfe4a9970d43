import type { PacketFilter } from '../../src/netfilter/types.ts';
import { type FilterRun, iptables } from '../../src/shell/iptables.ts';
import { iptablesRestore } from '../../src/shell/iptables-restore.ts';
import { iptablesSave } from '../../src/shell/iptables-save.ts';
import { splitWords } from '../../src/text/words.ts';

/** A line as a shell takes it, and what it reads from its standard input. */
export interface Line {
  readonly command: string;
  readonly input?: string;
}

const programs = { iptables, 'iptables-restore': iptablesRestore, 'iptables-save': iptablesSave };

/** What our command of that name makes of a line. */
export const runOurs = (filter: PacketFilter, line: Line): FilterRun => {
  const [program, ...words] = splitWords(line.command).words;
  return programs[program!.text as keyof typeof programs](filter, words, line.input ?? '');
};
