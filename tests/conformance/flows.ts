import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { save } from '../../src/netfilter/save.ts';
import { decodeScenario } from '../../src/network/decode.ts';
import { runScenario } from '../../src/network/probe.ts';
import type { Scenario } from '../../src/network/scenario.ts';
import type { KernelAnswer } from './kernel/run.ts';

const folder = join(import.meta.dirname, 'flows');

/** Every scenario of flows/ by name. */
export const flows: readonly { readonly name: string; readonly scenario: Scenario }[] = readdirSync(folder)
  .filter((f) => f.endsWith('.yaml'))
  .sort()
  .map((f) => {
    const decoded = decodeScenario(parse(readFileSync(join(folder, f), 'utf8')));
    if (!decoded.ok) throw new Error(`${f}: ${JSON.stringify(decoded.problems)}`);
    return { name: f.replace('.yaml', ''), scenario: decoded.scenario };
  });

/** Our answer in the kernel's form. The driver does not see who was pinged. */
export const oursOf = (scenario: Scenario): KernelAnswer => {
  const ran = runScenario(scenario);
  if (!ran.ok) throw new Error(JSON.stringify(ran.problems));
  return {
    probes: ran.sent.map(({ answer }, i) => ({ outcome: answer.outcome, seen: scenario.probes[i]!.ping === undefined ? (answer.seen as KernelAnswer['probes'][number]['seen']) : null })),
    counters: Object.fromEntries(Object.values(ran.world.hosts).map((h) => [h.name, save(h.filter, { counters: true })])),
  };
};
