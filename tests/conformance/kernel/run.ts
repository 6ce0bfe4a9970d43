/** Scenarios on the real kernel, as driver.py does them. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Replay } from '../../../src/course/replays.ts';
import type { Answer, Scenario } from '../../../src/network/scenario.ts';
import { type Printed, withoutComments } from '../real.ts';
import { python } from './python.ts';

/** What the kernel made of a scenario. */
export interface KernelAnswer {
  readonly probes: readonly Omit<Answer, 'name'>[];
  /** `iptables-save -c` of every host, without the comment lines. */
  readonly counters: Readonly<Record<string, string>>;
  /**
   * What conntrack remembers in the end, by host, in the order of the alphabet and without what changes with
   * time; hosts that remember nothing are absent.
   */
  readonly connections: Readonly<Record<string, readonly string[]>>;
}

/**
 * Entries as `conntrack -L` and /proc/net/nf_conntrack print them, without timers, counts and what only one
 * of the two says.
 */
export const entries = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) =>
      line
        .replace(/^ipv4 +2 +/, '')
        .replace(/^(\w+) +\d+ \d+ +/, '$1 ')
        .replace(/ (packets|bytes|use|helper)=\S+/g, '')
        .replace(/ zone=0/, '')
        .trim(),
    )
    .sort();

const remembered = (texts: Readonly<Record<string, string>>): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Object.entries(texts).flatMap(([host, text]) => (text ? [[host, entries(text)]] : [])));

/** How the kernel is asked. */
export interface Asking {
  /** Scenarios under way at once. They mostly wait, so a machine takes more than it has processors. */
  readonly jobs?: number;
  /**
   * Seconds after which an answer is no longer waited for. Short is fast; a difference is asked for again
   * with a longer one.
   */
  readonly patience?: number;
  /** Whether the TRACE target is to tell of every packet. The counters are then no one's. */
  readonly trace?: boolean;
}

/**
 * What the TRACE target told on each host: `table:chain:rule:number` of every rule a packet met, or of a
 * chain's end.
 */
export type KernelTrace = Readonly<Record<string, readonly string[]>>;

interface Told {
  readonly line: number;
  readonly error?: string;
  readonly counters: Readonly<Record<string, string>>;
  readonly connections: Readonly<Record<string, string>>;
}

/** Scenarios that the driver is running, by their lines. */
const underWay = new Map<number, { resolve(told: Told): void; reject(why: Error): void }>();

/** One driver for all that this process asks, so that Python starts once. */
const driver = (() => {
  let started: ChildProcessByStdio<Socket, Socket, null> | undefined;
  return () => {
    if (started) return started;
    started = spawn(python, [join(import.meta.dirname, 'driver.py')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }) as ChildProcessByStdio<Socket, Socket, null>;
    createInterface({ input: started.stdout }).on('line', (text) => {
      const told = JSON.parse(text) as Told;
      underWay.get(told.line)!.resolve(told);
      underWay.delete(told.line);
      keepsAwake();
    });
    started.on('close', () => {
      for (const { reject } of underWay.values()) reject(new Error('the driver of the kernel has ended'));
      underWay.clear();
    });
    return started;
  };
})();

/** A process ends although its driver is there, once nothing is asked. */
const keepsAwake = (): void => {
  const all = [driver(), driver().stdin, driver().stdout];
  for (const part of all) underWay.size > 0 ? part.ref() : part.unref();
};

let lines = 0;
const ask = (task: object): Promise<Told> =>
  new Promise((resolve, reject) => {
    underWay.set(lines++, { resolve, reject });
    driver().stdin.write(`${JSON.stringify(task)}\n`);
    keepsAwake();
  });

/** Gives the driver tasks, `jobs` at once, and what it tells of each, in their order. */
async function* drive<T extends Told>(tasks: readonly object[], jobs: number): AsyncGenerator<T> {
  const told: Promise<Told>[] = [];
  for (const [i, task] of tasks.entries())
    told.push(i < jobs ? ask(task) : told[i - jobs]!.then(() => ask(task)));
  for (const answer of told) yield (await answer) as T;
}

const endOf = ({ counters, connections }: Told): Pick<KernelAnswer, 'counters' | 'connections'> => ({
  counters: Object.fromEntries(
    Object.entries(counters).map(([host, saved]) => [host, withoutComments(saved)]),
  ),
  connections: remembered(connections),
});

/**
 * Runs scenarios, and gives the answers in their order. An answer is an error's text where the kernel refuses
 * a part of the scenario.
 */
export async function* runOnKernel(
  scenarios: readonly Scenario[],
  { jobs = 1, patience = 0.6, trace = false }: Asking = {},
): AsyncGenerator<(KernelAnswer & { readonly trace: KernelTrace }) | string> {
  const tasks = scenarios.map((scenario) => ({ scenario, patience, trace }));
  for await (const told of drive<Told & KernelAnswer & { readonly trace: KernelTrace }>(tasks, jobs))
    yield told.error ?? { trace: told.trace, probes: told.probes, ...endOf(told) };
}

/** What a real machine made of a lesson's replay: the answer of each probe, and what each text and command printed. */
export interface ReplayAnswer extends KernelAnswer {
  /** By step; null for one that prints nothing. */
  readonly printed: readonly (Printed | null)[];
}

/** Runs the replays of lessons, and gives the answers in their order. */
export async function* replayOnKernel(
  replays: readonly Replay[],
  { jobs = 1, patience = 0.6 }: Asking = {},
): AsyncGenerator<ReplayAnswer | string> {
  const tasks = replays.map(({ steps, ...scenario }) => ({ scenario, steps, patience }));
  let at = 0;
  for await (const told of drive<Told & { readonly answers: readonly unknown[] }>(tasks, jobs)) {
    const { steps } = replays[at++]!;
    const answers = told.answers ?? [];
    yield told.error ?? {
      probes: answers.filter((_, i) => steps[i]!.kind === 'probe') as ReplayAnswer['probes'],
      printed: answers.map((a, i) =>
        steps[i]!.kind === 'text' || steps[i]!.kind === 'command' ? (a as Printed) : null,
      ),
      ...endOf(told),
    };
  }
}
