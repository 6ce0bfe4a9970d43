/**
 * Where the kernel's answer to a scenario is not ours. What the kernel throws dice for is compared as
 * membership.
 */
import '../../src/netfilter/allExtensions.ts';
import type { Scenario } from '../../src/network/scenario.ts';
import { oursOf } from './flows.ts';
import type { KernelAnswer } from './kernel/run.ts';

/** One difference: a field of a probe's answer, or a line of what a host says at the end. */
export interface FlowDifference {
  readonly at: string;
  readonly kernel: string;
  readonly ours: string;
}

const absent = '(nothing)';

/** Every comparable thing of an answer under a name of its own. */
export const partsOf = (answer: KernelAnswer): ReadonlyMap<string, string> => {
  const list = new Map<string, string>();
  for (const [i, probe] of answer.probes.entries()) {
    list.set(`probe ${i + 1}`, [probe.outcome, probe.icmp ?? ''].join(' ').trim());
    const { seen } = probe;
    list.set(
      `probe ${i + 1} seen`,
      seen ? `${seen.host} ${seen.source} > ${seen.destination}:${seen.dport ?? ''}` : absent,
    );
    if (seen) list.set(`probe ${i + 1} seen.sport`, String(seen.sport));
  }
  for (const [host, text] of Object.entries(answer.counters))
    for (const [i, line] of text.split('\n').entries()) list.set(`${host} rules ${i}`, line);
  for (const [host, lines] of Object.entries(answer.connections))
    for (const [i, line] of lines.entries()) list.set(`${host} connection ${i}`, line);
  return list;
};

/** A port that was chosen stays in its class. */
const classOf = (port: number): readonly [number, number] =>
  port < 512 ? [1, 511] : port < 1024 ? [600, 1023] : [1024, 65535];
const chosen = /(?<=(?:sport|dport|id)=|^)\d+(?= |$)/g;

/** Whether a value is one of some variants, or each of its ports one that the variants' ports may be. */
const member = (value: string, variants: ReadonlySet<string>): boolean => {
  if (variants.has(value)) return true;
  const shape = value.replace(chosen, 'N');
  const alike = [...variants]
    .filter((v) => v.replace(chosen, 'N') === shape)
    .map((v) => v.match(chosen) ?? []);
  return (
    alike.length > 0 &&
    (value.match(chosen) ?? []).every((port, i) => {
      const ports = new Set(alike.map((v) => v[i]!));
      const numbers = [...ports].map(Number);
      return (
        ports.has(port) ||
        (numbers.length >= 12 &&
          classOf(Math.min(...numbers))[0] <= Number(port) &&
          Number(port) <= classOf(Math.max(...numbers))[1])
      );
    })
  );
};

/** States of the random source that are far from each other. */
export const seedOf = (n: number): number => Math.imul(n, 0x9e3779b1) >>> 0;

/**
 * All differences. Ours is run with several states of the random source: where they agree, the kernel has to
 * say the same; where not, one of the same kind.
 */
export const differencesBetween = (
  theirs: ReadonlyMap<string, string>,
  oursWith: (seed: number) => ReadonlyMap<string, string>,
): readonly FlowDifference[] => {
  const runs = [1, 2, 3].map((n) => oursWith(seedOf(n)));
  const keys = new Set([...theirs.keys(), ...runs.flatMap((r) => [...r.keys()])]);
  const value = (run: ReadonlyMap<string, string>, key: string) => run.get(key) ?? absent;
  const same = (key: string) => runs.every((r) => value(r, key) === value(runs[0]!, key));
  // A port that was chosen also says where in the alphabet its connection stands.
  const places = (key: string) => {
    const host = /^.* connection /.exec(key)?.[0];
    return host === undefined || same(key) ? [key] : [...keys].filter((k) => k.startsWith(host) && !same(k));
  };
  const different = () =>
    [...keys].filter((key) => {
      const near = places(key);
      return !member(value(theirs, key), new Set(runs.flatMap((r) => near.map((k) => value(r, k)))));
    });
  const fixed = [...keys].every(same);
  for (let n = 4; !fixed && n <= 24 && different().length; n++) runs.push(oursWith(seedOf(n)));
  return different().map((at) => ({
    at,
    kernel: value(theirs, at),
    ours: [...new Set(runs.map((r) => value(r, at)))].slice(0, 3).join(' or '),
  }));
};

/** Where the kernel's answer to a scenario is not ours. */
export const differencesOf = (scenario: Scenario, kernel: KernelAnswer): readonly FlowDifference[] =>
  differencesBetween(partsOf(kernel), (seed) => partsOf(oursOf(scenario, seed)));
