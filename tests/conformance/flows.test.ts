/** Packets against the real kernel: outcome, what the listener saw, and every counter of every rule. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flows, oursOf } from './flows.ts';
import { type KernelAnswer, runOnKernel } from './kernel/run.ts';
import { unavailable } from './real.ts';

const recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'flows', 'recorded.json'), 'utf8')) as Readonly<Record<string, KernelAnswer>>;
const why = unavailable();

describe.each(flows)('$name', ({ name, scenario }) => {
  it('as the kernel was recorded', () => expect(oursOf(scenario)).toEqual(recorded[name]));
  it.skipIf(why !== null)(`as the kernel does it today${why ? ` (skipped: ${why})` : ''}`, { timeout: 60_000, retry: 1 }, async () => {
    expect(oursOf(scenario)).toEqual(await runOnKernel(scenario));
  });
});
