import type { BackendName } from '../netfilter/types.ts';
import { createWorld } from './createWorld.ts';
import type { Scenario, ScenarioProblem } from './scenario.ts';
import { type ProbeResult, sendProbe } from './sendProbe.ts';
import type { World } from './world.ts';

/** Runs a whole scenario: its probes one after the other on the same state. */
export const runScenario = (
  scenario: Scenario,
  backend: BackendName = 'legacy',
):
  | { readonly ok: true; readonly world: World; readonly sent: readonly ProbeResult[] }
  | { readonly ok: false; readonly problems: readonly ScenarioProblem[] } => {
  const created = createWorld(scenario, backend);
  if (!created.ok) return created;
  let { world } = created;
  const sent = scenario.probes.map((probe) => {
    const done = sendProbe(world, probe);
    world = done.world;
    return done;
  });
  return { ok: true, world, sent };
};
