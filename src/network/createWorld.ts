import type { BackendName } from '../netfilter/types.ts';
import { emptyRecord } from '../text/own.ts';
import { createHost } from './createHost.ts';
import { linkConflicts } from './linkConflicts.ts';
import type { Scenario, ScenarioProblem } from './scenario.ts';
import { firstMoment, type Host, type World } from './world.ts';

/**
 * The hosts of a scenario as a world in which nothing has happened yet, or everything that is wrong with
 * them, each with its place.
 */
export const createWorld = (
  scenario: Pick<Scenario, 'hosts' | 'links'>,
  backend: BackendName = 'legacy',
):
  | { readonly ok: true; readonly world: World }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] } => {
  const problems: ScenarioProblem[] = [];
  const hosts = emptyRecord<Host>();
  for (const [index, [name, spec]] of Object.entries(scenario.hosts).entries())
    hosts[name] = createHost(name, spec, index + 1, scenario.links ?? {}, backend, problems);
  problems.push(...linkConflicts(hosts));
  return problems.length
    ? { ok: false, problems }
    : {
        ok: true,
        world: { hosts, booted: hosts, now: firstMoment, seed: 1, probes: 0, sent: { journeys: [] } },
      };
};
