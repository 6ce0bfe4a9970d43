import { applyCommand } from '../../../netfilter/command/applyCommand.ts';
import { backendOf } from '../../../netfilter/command/backendOf.ts';
import { parseCommand } from '../../../netfilter/command/parseCommand.ts';
import { chainNames, tableOf, useTable } from '../../../netfilter/ruleset.ts';
import { setOf } from '../../../netfilter/sets/ipSet.ts';
import type { PacketFilter } from '../../../netfilter/types.ts';
import type { Word } from '../../../text/words.ts';
import { defineCommand } from '../shellCommand.ts';
import { type FilterRun, onFilter, refusedRun } from './filterRun.ts';
import { iptablesManual } from './manual.ts';

/** `iptables …` with these words. Reference: iptables/iptables-standalone.c. */
export const runIptables = (filter: PacketFilter, words: readonly Word[]): FilterRun => {
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

export const iptables = defineCommand({
  name: 'iptables',
  usage: 'iptables [-t TABLE] COMMAND [CHAIN] [RULE]',
  summary: 'Shows and changes the rules that packets meet on this host.',
  manual: iptablesManual,
  needs: ['world'],
  run: ({ name, world, host, words }) => onFilter(world, host, name, (filter) => runIptables(filter, words)),
});
