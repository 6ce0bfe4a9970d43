import '../../src/netfilter/allExtensions.ts';
import type { PacketFilter } from '../../src/netfilter/types.ts';
import type { FilterRun } from '../../src/shell/commands/iptables/filterRun.ts';
import { runIptables } from '../../src/shell/commands/iptables/iptables.ts';
import { runIptablesRestore } from '../../src/shell/commands/iptables/iptables-restore.ts';
import { runIptablesSave } from '../../src/shell/commands/iptables/iptables-save.ts';
import { splitWords, type Word } from '../../src/text/words.ts';

/** A line as a shell takes it, and what it reads from its standard input. */
export interface Line {
  readonly command: string;
  readonly input?: string;
}

const programs = {
  iptables: runIptables,
  'iptables-restore': runIptablesRestore,
  'iptables-save': (filter: PacketFilter, words: readonly Word[]) => runIptablesSave(filter, words),
};

/** What our command of that name makes of a line. */
export const runOurs = (filter: PacketFilter, line: Line): FilterRun => {
  const [program, ...words] = splitWords(line.command).words;
  return programs[program!.text as keyof typeof programs](filter, words, line.input ?? '');
};
