/** Scenarios on the real kernel, as driver.py does them. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Answer, Scenario } from '../../../src/network/scenario.ts';
import { withoutComments } from '../real.ts';

/** What the kernel made of a scenario. */
export interface KernelAnswer {
  readonly probes: readonly Omit<Answer, 'name'>[];
  /** `iptables-save -c` of every host, without the comment lines. */
  readonly counters: Readonly<Record<string, string>>;
}

/** Runs scenarios one after the other. An answer is an error's text where the kernel refuses a part of the scenario. */
export async function* runOnKernel(scenarios: readonly Scenario[]): AsyncGenerator<KernelAnswer | string> {
  const driver = spawn('python3', [join(import.meta.dirname, 'driver.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  driver.stdin.end(scenarios.map((s) => `${JSON.stringify(s)}\n`).join(''));
  for await (const line of createInterface({ input: driver.stdout })) {
    const { probes, counters, error } = JSON.parse(line) as KernelAnswer & { readonly error?: string };
    yield error ?? { probes, counters: Object.fromEntries(Object.entries(counters).map(([host, text]) => [host, withoutComments(text)])) };
  }
}
