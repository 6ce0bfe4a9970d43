/** Packets against the real kernel: outcome, ICMP error, what the listener saw, and every counter of every rule. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flows, oursOf } from './flows.ts';
import { type KernelAnswer, runOnKernel } from './kernel/run.ts';
import { unavailable } from './real.ts';

const recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'flows', 'recorded.json'), 'utf8')) as Readonly<Record<string, KernelAnswer>>;
const why = unavailable();

it('every flow has a name of its own, and a recording', () => expect(flows.map((f) => f.name).sort()).toEqual(Object.keys(recorded).sort()));

describe('as the kernel was recorded', () => {
  it.each(flows)('$name', ({ name, scenario }) => expect(oursOf(scenario)).toEqual(recorded[name]));
});

describe(`as the kernel does it today${why ? ` (skipped: ${why})` : ''}`, () => {
  // A machine that is busy elsewhere may answer late; a second try tells that from a difference.
  it.skipIf(why !== null).concurrent.each(flows)('$name', { timeout: 60_000, retry: 2 }, async ({ scenario }) => {
    for await (const answer of runOnKernel([scenario])) expect(answer).toEqual(oursOf(scenario));
  });
});
