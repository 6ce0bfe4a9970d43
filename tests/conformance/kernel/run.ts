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

/**
 * Runs scenarios, and gives the answers in their order. An answer is an error's text where the kernel refuses
 * a part of the scenario.
 */
export async function* runOnKernel(
  scenarios: readonly Scenario[],
  { jobs = 1, patience = 0.6, trace = false }: Asking = {},
): AsyncGenerator<(KernelAnswer & { readonly trace: KernelTrace }) | string> {
  const driver = spawn('python3', [join(import.meta.dirname, 'driver.py'), String(jobs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  driver.stdin.end(
    scenarios.map((scenario) => `${JSON.stringify({ scenario, patience, trace })}\n`).join(''),
  );
  const early = new Map<number, (KernelAnswer & { readonly trace: KernelTrace }) | string>();
  let next = 0;
  for await (const text of createInterface({ input: driver.stdout })) {
    const {
      line,
      error,
      probes,
      counters,
      connections,
      trace: told,
    } = JSON.parse(text) as {
      readonly line: number;
      readonly trace: KernelTrace;
      readonly error?: string;
      readonly probes: KernelAnswer['probes'];
      readonly counters: Readonly<Record<string, string>>;
      readonly connections: Readonly<Record<string, string>>;
    };
    early.set(
      line,
      error ?? {
        trace: told,
        probes,
        counters: Object.fromEntries(
          Object.entries(counters).map(([host, saved]) => [host, withoutComments(saved)]),
        ),
        connections: remembered(connections),
      },
    );
    for (let answer = early.get(next); answer !== undefined; answer = early.get(++next)) {
      early.delete(next);
      yield answer;
    }
  }
}
