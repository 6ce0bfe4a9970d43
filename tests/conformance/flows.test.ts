/**
 * Packets against the real kernel: outcome, ICMP error, what the listener saw, every counter of every rule,
 * and what conntrack remembers; for a third of the flows every rule met, in the words of TRACE.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differencesOf } from './compareFlows.ts';
import { flows, isTraced } from './flows.ts';
import { fuzzFlows } from './flowsFuzz.ts';
import { type KernelAnswer, type KernelTrace, runOnKernel } from './kernel/run.ts';
import { ourTrace, withoutTracing } from './kernelTrace.ts';
import { unavailable } from './real.ts';
import { scenarios } from './scenarios.ts';

const read = <T>(name: string): Readonly<Record<string, T>> =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'flows', name), 'utf8')) as Readonly<Record<string, T>>;
const recorded = read<KernelAnswer>('recorded.json');
const traces = read<KernelTrace>('traces.json');
const traced = flows.filter((f) => isTraced(f.name));
const why = unavailable();
const skipped = why ? ` (skipped: ${why})` : '';

it('every flow has a name of its own, and a recording', () =>
  expect(flows.map((f) => f.name).sort()).toEqual(Object.keys(recorded).sort()));
it('the map of facts names flows that there are', () => {
  const map = readFileSync(join(import.meta.dirname, 'flows/README.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'));
  const named = map.flatMap((line) =>
    [
      ...line
        .split('|')
        .at(-2)!
        .matchAll(/`([^`]+)`/g),
    ].map(([, name]) => name),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((name) => !Object.hasOwn(recorded, name!))).toEqual([]);
});
it('a third of the flows are traced', () => {
  expect(traced.map((f) => f.name).sort()).toEqual(Object.keys(traces).sort());
  expect(traced.length).toBeGreaterThan(flows.length / 3);
});

describe('as the kernel was recorded', () => {
  it.each(flows)('$name', ({ name, scenario }) =>
    expect(differencesOf(scenario, recorded[name]!)).toEqual([]),
  );
});

describe('as other programs saw the kernel', () => {
  it.each(scenarios)('$name', ({ scenario, golden, hasConnections }) =>
    expect(
      differencesOf(scenario, golden).filter((d) => hasConnections || !d.at.includes(' connection ')),
    ).toEqual([]),
  );
});

describe('rule by rule as TRACE told it', () => {
  it.each(traced)('$name', ({ name, scenario }) => expect(ourTrace(scenario)).toEqual(traces[name]));
});

describe(`as the kernel does it today${skipped}`, () => {
  // A machine that is busy elsewhere may answer late; a second try tells that from a difference.
  it.skipIf(why !== null).concurrent.each(flows)(
    '$name',
    { timeout: 60_000, retry: 2 },
    async ({ scenario }) => {
      for await (const answer of runOnKernel([scenario]))
        expect(typeof answer === 'string' ? answer : differencesOf(scenario, answer)).toEqual([]);
    },
  );
  it.skipIf(why !== null).concurrent.each(scenarios)(
    '$name',
    { timeout: 60_000, retry: 2 },
    async ({ scenario }) => {
      for await (const answer of runOnKernel([scenario]))
        expect(typeof answer === 'string' ? answer : differencesOf(scenario, answer)).toEqual([]);
    },
  );
  it.skipIf(why !== null).each(traced.slice(0, 8))(
    'TRACE: $name',
    { timeout: 60_000, retry: 2 },
    async ({ scenario }) => {
      for await (const answer of runOnKernel([scenario], { trace: true }))
        expect(typeof answer === 'string' ? answer : withoutTracing(scenario, answer.trace)).toEqual(
          ourTrace(scenario),
        );
    },
  );
});

// New networks every time; the name of the test says which. `npm run conformance:flows -- --seed N --count
// 25` makes them again.
const seed = Math.floor(Math.random() * 1e9);
it.skipIf(why !== null)(
  `random networks of the seeds from ${seed} on do here what they do there${skipped}`,
  { timeout: 300_000 },
  async () => {
    expect(await fuzzFlows(seed, 25)).toEqual([]);
  },
);
