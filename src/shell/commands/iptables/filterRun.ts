import type { PacketFilter } from '../../../netfilter/types.ts';
import { type World, withFilter } from '../../../network/world.ts';
import type { Problem } from '../../../text/problem.ts';
import { printed } from '../shared/result.ts';
import type { CommandResult } from '../shellCommand.ts';

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

/** Runs a command on the filter of a host of a world. */
export const onFilter = (
  world: World,
  host: string,
  run: (filter: PacketFilter) => FilterRun,
): CommandResult => {
  const before = world.hosts[host]!.filter;
  const { filter, stdout, stderr, status, problems } = run(before);
  return {
    ...printed(stdout, { stderr, status }),
    problems,
    ...(filter === before ? {} : { world: withFilter(world, host, filter) }),
  };
};
