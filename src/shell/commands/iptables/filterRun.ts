import { emptyFilterOf } from '../../../netfilter/ruleset.ts';
import type { BackendName, PacketFilter } from '../../../netfilter/types.ts';
import { type World, withFilter } from '../../../network/world.ts';
import type { Problem } from '../../../text/problem.ts';
import { printed, refused } from '../shared/result.ts';
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

/** Whether a filter has a rule, a chain of its own, or a policy that is not ACCEPT. */
export const changesRules = (filter: PacketFilter): boolean =>
  Object.values(filter.tables).some((table) =>
    Object.values(table.chains).some((c) => c.policy !== 'ACCEPT' || c.rules.length > 0),
  );

/** The other command beside the host's own: its tables are empty, and stay so. */
const onOther = (
  backend: BackendName,
  name: string,
  run: (filter: PacketFilter) => FilterRun,
): CommandResult => {
  const done = run(emptyFilterOf(backend));
  if (!changesRules(done.filter)) return answer(done);
  const [own, other] = backend === 'nft' ? ['legacy', 'nf_tables'] : ['nf_tables', 'legacy'];
  return refused({
    from: 0,
    to: 0,
    status: 1,
    message: `${name}: this host has iptables ${own}; rules of ${other} beside them are not simulated here`,
    hint: `Write ${name.replace(/-(legacy|nft)/, '')}, which is what changes the rules of this host.`,
  });
};

const answer = ({ stdout, stderr, status, problems }: FilterRun): CommandResult => ({
  ...printed(stdout, { stderr, status }),
  problems,
});

/** Runs a command on the filter of a host of a world, or on the other one, as the command's name says. */
export const onFilter = (
  world: World,
  host: string,
  name: string,
  run: (filter: PacketFilter) => FilterRun,
): CommandResult => {
  const before = world.hosts[host]!.filter;
  const asked = /-(legacy|nft)(?=-|$)/.exec(name)?.[1] as BackendName | undefined;
  if (asked !== undefined && asked !== before.backend) return onOther(asked, name, run);
  const done = run(before);
  return {
    ...answer(done),
    ...(done.filter === before ? {} : { world: withFilter(world, host, done.filter) }),
  };
};
