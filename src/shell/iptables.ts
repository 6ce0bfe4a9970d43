import { applyCommand } from '../netfilter/command/applyCommand.ts';
import { backendOf } from '../netfilter/command/backendOf.ts';
import { parseCommand } from '../netfilter/command/parseCommand.ts';
import { chainNames, tableOf, useTable } from '../netfilter/ruleset.ts';
import { setOf } from '../netfilter/sets/ipSet.ts';
import type { PacketFilter } from '../netfilter/types.ts';
import type { Problem } from '../text/problem.ts';
import type { Word } from '../text/words.ts';

/** What one command did to one host's filter. */
export interface FilterRun {
  readonly filter: PacketFilter;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  readonly problems: readonly Problem[];
}

/** A command that was refused: its problem is also what it prints. */
export const refusedRun = (filter: PacketFilter, problem: Problem): FilterRun => ({
  filter,
  stdout: '',
  stderr: `${problem.message}\n`,
  status: problem.status,
  problems: [problem],
});

/** `iptables …`: the words behind the command's name. Reference: iptables/iptables-standalone.c. */
export const iptables = (filter: PacketFilter, words: readonly Word[]): FilterRun => {
  const read = parseCommand(words, {
    backend: backendOf(filter),
    chainNames: (table) => chainNames(filter, table),
    hasChain: (table, name) => Object.hasOwn(tableOf(filter, table).chains, name),
    hasSet: (name) => setOf(filter, name) !== undefined,
  });
  if (!read.ok)
    return refusedRun(
      read.opened && backendOf(filter).tablesExistFromStart ? useTable(filter, read.opened) : filter,
      read.problem,
    );
  const done = applyCommand(filter, read.command);
  const { warnings } = read.command;
  return done.ok
    ? {
        filter: done.filter,
        stdout: done.stdout,
        stderr: warnings + (done.stderr ?? ''),
        status: 0,
        problems: [],
      }
    : {
        ...refusedRun(done.filter, { ...done.problem, message: warnings + done.problem.message }),
        stdout: done.stdout,
      };
};
