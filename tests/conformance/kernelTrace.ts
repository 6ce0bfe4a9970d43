/**
 * Our way of a scenario's packets in the words of the kernel's TRACE target. Reference:
 * net/ipv4/netfilter/ip_tables.c, trace_packet
 */
import type { Step, Visit } from '../../src/netfilter/trace.ts';
import type { Rule } from '../../src/netfilter/types.ts';
import { createWorld } from '../../src/network/createWorld.ts';
import type { Scenario } from '../../src/network/scenario.ts';
import { sendProbe } from '../../src/network/sendProbe.ts';
import type { World } from '../../src/network/world.ts';
import type { KernelTrace } from './kernel/run.ts';

/** A rule that asks nothing and decides is taken for the end of its chain. */
const asksNothing = (r: Rule): boolean =>
  !(r.source || r.destination || r.input || r.output || r.protocol || r.fragment || r.matches.length) &&
  r.target.kind === 'verdict';

/** What TRACE would tell of one walk through one table. */
const walk = (visit: Visit): readonly string[] => {
  const chains = visit.rules.chains;
  const line = (chain: string, comment: string, number: number) =>
    `${visit.table}:${chain}:${comment}:${number}`;
  const end = (chain: string) => (chain === visit.hook ? 'policy' : 'return');
  let chain: string = visit.hook;
  let told = false;
  /** The end of a user's chain is a rule of its own; a RETURN is not followed by it. */
  const ended = (): readonly string[] =>
    told || chain === visit.hook ? [] : [line(chain, 'return', chains[chain]!.rules.length + 1)];
  const tell = (step: Step): readonly string[] => {
    switch (step.kind) {
      case 'missed':
      case 'not-simulated':
      case 'gave-up':
        told = false;
        return [];
      case 'matched': {
        const { target } = step;
        const rule = chains[step.chain]!.rules[step.index]!;
        told = target.kind === 'verdict' && target.verdict === 'RETURN';
        chain = target.kind === 'jump' || target.kind === 'goto' ? target.chain : step.chain;
        return [line(step.chain, asksNothing(rule) ? end(step.chain) : 'rule', step.index + 1)];
      }
      case 'returned': {
        const lines = ended();
        told = false;
        chain = step.chain;
        return lines;
      }
      case 'policy':
        return [...ended(), line(step.chain, 'policy', chains[step.chain]!.rules.length + 1)];
    }
  };
  return visit.steps.flatMap(tell);
};

/** Every host's lines, in the order its packets met the rules. Hosts that met none are absent. */
export const ourTrace = (scenario: Scenario): KernelTrace => {
  const created = createWorld(scenario);
  if (!created.ok) throw new Error(JSON.stringify(created.problems));
  let world: World = created.world;
  const told: Record<string, string[]> = {};
  for (const probe of scenario.probes) {
    const sent = sendProbe(world, probe);
    world = sent.world;
    for (const event of sent.trace.journeys.flatMap((j) => j.events)) {
      if (event.kind !== 'table') continue;
      told[event.host] ??= [];
      told[event.host]!.push(...walk(event.visit));
    }
  }
  return told;
};

/**
 * The kernel's lines without the TRACE rules themselves, which stand first in two chains of raw and shift the
 * others there.
 */
export const withoutTracing = (scenario: Scenario, told: KernelTrace): KernelTrace =>
  Object.fromEntries(
    Object.entries(told).flatMap(([host, lines]) => {
      const raw = /^\*raw$/m.test(scenario.hosts[host]!.rules ?? '');
      const kept = lines.flatMap((text) => {
        const [table, chain, comment, number] = text.split(':');
        if (table !== 'raw' || (chain !== 'PREROUTING' && chain !== 'OUTPUT')) return [text];
        return raw && number !== '1' ? [`${table}:${chain}:${comment}:${Number(number) - 1}`] : [];
      });
      return kept.length ? [[host, kept]] : [];
    }),
  );
