/**
 * Random networks on the real kernel: `npm run conformance:flows -- --seed N --count K [--show M] [--jobs
 * J]`. Prints the first differences, each with a scenario made as small as it goes while the difference
 * stays, ready for flows/.
 */
import { parseArgs } from 'node:util';
import { decodeScenario } from '../../src/network/decodeScenario.ts';
import type { Scenario } from '../../src/network/scenario.ts';
import { differencesOf, type FlowDifference } from './compareFlows.ts';
import { isEndless } from './flows.ts';
import { networkOf } from './generateNetworks.ts';
import { type Asking, type KernelAnswer, runOnKernel } from './kernel/run.ts';
import { unavailable } from './real.ts';
import { asFlow, smallest } from './smallerFlows.ts';

/** A network that does not do here what it does there. Its seed alone makes it again. */
export interface DifferentNetwork {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly differences: readonly FlowDifference[];
}

const hasty: Asking = { jobs: 10, patience: 0.12 };
const patient: Asking = { jobs: 4, patience: 0.5 };

const differences = (scenario: Scenario, answer: KernelAnswer | string): readonly FlowDifference[] => {
  const decoded = decodeScenario(scenario);
  if (!decoded.ok)
    return [
      {
        at: 'the scenario',
        kernel: typeof answer === 'string' ? answer : 'takes it',
        ours: JSON.stringify(decoded.problems),
      },
    ];
  return typeof answer === 'string'
    ? [{ at: 'the scenario', kernel: answer, ours: 'takes it' }]
    : differencesOf(scenario, answer);
};

/**
 * Asks the kernel about each of some items, and says what differs. A machine that is busy elsewhere answers late, so a
 * difference has to be seen twice more.
 */
export const compareAll = async <T, A>(
  items: readonly T[],
  ask: (items: readonly T[], asking: Asking) => AsyncGenerator<A>,
  differ: (item: T, answer: A) => readonly FlowDifference[],
  jobs = hasty.jobs!,
  progress?: (done: number) => void,
): Promise<readonly { readonly answer: A; readonly differences: readonly FlowDifference[] }[]> => {
  const found: { readonly answer: A; readonly differences: readonly FlowDifference[] }[] = [];
  for await (const answer of ask(items, { ...hasty, jobs })) {
    found.push({ answer, differences: differ(items[found.length]!, answer) });
    progress?.(found.length);
  }
  for (let again = 0; again < 2; again++) {
    const places = [...found.keys()].filter((i) => found[i]!.differences.length);
    let next = 0;
    for await (const answer of ask(
      places.map((i) => items[i]!),
      patient,
    )) {
      const i = places[next++]!;
      found[i] = { answer, differences: differ(items[i]!, answer) };
    }
  }
  return found;
};

/** What differs in each of some scenarios. */
export const compare = async (
  scenarios: readonly Scenario[],
  jobs?: number,
  progress?: (done: number) => void,
): Promise<readonly (readonly FlowDifference[])[]> =>
  (await compareAll(scenarios, runOnKernel, differences, jobs, progress)).map((f) => f.differences);

/** Runs so many networks, of the seeds from `seed` on. */
export const fuzzFlows = async (
  seed: number,
  count: number,
  jobs = hasty.jobs!,
  progress?: (done: number) => void,
): Promise<readonly DifferentNetwork[]> => {
  const made = Array.from({ length: count }, (_, i) => ({ seed: seed + i, scenario: networkOf(seed + i) }));
  const asked = made.filter(({ scenario }) => !isEndless(scenario));
  const found = await compare(
    asked.map(({ scenario }) => scenario),
    jobs,
    progress,
  );
  return found.flatMap((differences, i) => (differences.length ? [{ ...asked[i]!, differences }] : []));
};

/** The differing network as small as it gets. */
const made = async (scenario: Scenario, jobs: number): Promise<Scenario> =>
  smallest(scenario, async (list) => {
    const stays: boolean[] = [];
    for await (const answer of runOnKernel(list, { ...hasty, jobs }))
      stays.push(differences(list[stays.length]!, answer).some((d) => d.at !== 'the scenario'));
    return stays;
  });

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      count: { type: 'string' },
      show: { type: 'string' },
      jobs: { type: 'string' },
      whole: { type: 'boolean' },
    },
  });
  const why = unavailable();
  if (why) {
    console.error(`The kernel cannot be asked: ${why}.`);
    process.exitCode = 1;
  } else {
    const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
    const count = Number(values.count ?? 100);
    const jobs = Number(values.jobs ?? hasty.jobs);
    const begun = Date.now();
    const found = await fuzzFlows(
      seed,
      count,
      jobs,
      (done) =>
        done % 100 === 0 &&
        console.error(`${done} networks, ${(done / ((Date.now() - begun) / 1000)).toFixed(1)} a second`),
    );
    console.log(
      `seed ${seed}: ${found.length} of ${count} networks differ${found.length ? ` (${found.map((d) => d.seed).join(', ')})` : ''}; ${(count / ((Date.now() - begun) / 1000)).toFixed(1)} a second`,
    );
    for (const d of found.slice(0, Number(values.show ?? 3))) {
      const scenario = values.whole ? d.scenario : await made(d.scenario, jobs);
      const left = values.whole ? d.differences : (await compare([scenario], 1))[0]!;
      console.log(
        `\n${asFlow(`network ${d.seed}`, scenario)}${(left.length ? left : d.differences).map((x) => `# ${x.at}\n#   kernel ${x.kernel}\n#   ours   ${x.ours}\n`).join('')}`,
      );
    }
    process.exitCode = found.length ? 1 : 0;
  }
}
