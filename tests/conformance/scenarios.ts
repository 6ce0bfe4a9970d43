import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeScenario } from '../../src/network/decodeScenario.ts';
import type { Scenario } from '../../src/network/scenario.ts';
import type { KernelAnswer } from './kernel/run.ts';

const folder = join(import.meta.dirname, 'scenarios');
const read = (file: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as Readonly<Record<string, unknown>>;

/** What somebody else's programs saw of the same kernel. */
interface Golden {
  readonly probes: KernelAnswer['probes'];
  readonly counters: KernelAnswer['counters'];
  /** Absent where it was not looked at. */
  readonly conntrack?: Readonly<Record<string, readonly string[]>>;
}

const golden = (name: string): KernelAnswer & { readonly hasConnections: boolean } => {
  const { probes, counters, conntrack } = read(`${name}.golden`) as unknown as Golden;
  const connections = Object.fromEntries(Object.entries(conntrack ?? {}).filter(([, list]) => list.length));
  return { probes, counters, connections, hasConnections: conntrack !== undefined };
};

const scenarioOf = (name: string): Scenario => {
  const decoded = decodeScenario(read(`${name}.json`));
  if (!decoded.ok) throw new Error(`${name}: ${JSON.stringify(decoded.problems)}`);
  return decoded.scenario;
};

/** Every scenario of scenarios/, and what came of it. */
export const scenarios: readonly {
  readonly name: string;
  readonly scenario: Scenario;
  readonly golden: KernelAnswer;
  readonly hasConnections: boolean;
}[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => {
    const name = file.replace('.json', '');
    const { hasConnections, ...answer } = golden(name);
    const scenario = scenarioOf(name);
    // A host without rules has no counters.
    const none = Object.fromEntries(Object.keys(scenario.hosts).map((host) => [host, '']));
    return {
      name,
      scenario,
      golden: { ...answer, counters: { ...none, ...answer.counters } },
      hasConnections,
    };
  });
