/**
 * Our way of a scenario's packets in the words of the kernel's TRACE target. Reference:
 * net/ipv4/netfilter/ip_tables.c, trace_packet
 */
import type { Rule, TableName } from '../../src/netfilter/types.ts';
import { createWorld } from '../../src/network/createWorld.ts';
import type { Scenario } from '../../src/network/scenario.ts';
import { sendProbe } from '../../src/network/sendProbe.ts';
import type { World } from '../../src/network/world.ts';
import { type StepData, traceData } from '../../src/trace/data.ts';
import type { KernelTrace } from './kernel/run.ts';

/** A rule that asks nothing and decides is taken for the end of its chain. */
const asksNothing = (r: Rule): boolean =>
  !(r.source || r.destination || r.input || r.output || r.protocol || r.fragment || r.matches.length) &&
  r.target.kind === 'verdict';

type TableStep = Extract<StepData, { readonly table: TableName }>;

/** What TRACE would tell of the steps of one packet, with its host in front. */
const linesOf = (
  steps: readonly StepData[],
  world: World,
): readonly (readonly [host: string, line: string])[] => {
  const rulesOf = (host: string, table: TableName, chain: string) =>
    world.hosts[host]!.filter.tables[table]!.chains[chain]!.rules;
  /** The walk, the chain it is in, and whether a RETURN was its last line there. */
  let walk = '';
  let chain = '';
  let returned = false;
  const told = (step: TableStep): readonly (readonly [host: string, line: string])[] => {
    const { host, hook, table } = step;
    if (walk !== `${host} ${hook} ${table}`) {
      walk = `${host} ${hook} ${table}`;
      chain = hook;
      returned = false;
    }
    const line = (of: string, comment: string, number: number) =>
      [host, `${table}:${of}:${comment}:${number}`] as const;
    const last = (of: string, comment: string) => line(of, comment, rulesOf(host, table, of).length + 1);
    // The end of a user's chain is a rule of its own; a RETURN is not followed by it.
    const ended = returned || chain === hook ? [] : [last(chain, 'return')];
    switch (step.kind) {
      case 'missed':
        returned = false;
        return [];
      case 'rule': {
        const rule = rulesOf(host, table, step.chain)[step.rule - 1]!;
        returned = step.target === 'RETURN';
        const jumps = rule.target.kind === 'jump' || rule.target.kind === 'goto';
        chain = jumps ? step.target! : step.chain;
        const comment = !asksNothing(rule) ? 'rule' : step.chain === hook ? 'policy' : 'return';
        return [line(step.chain, comment, step.rule)];
      }
      case 'return':
        returned = false;
        chain = step.to;
        return ended;
      case 'policy':
        return [...ended, last(step.chain, 'policy')];
    }
  };
  return steps.flatMap((step) => ('table' in step ? told(step) : []));
};

/**
 * Every host's lines, in the order its packets met the rules, made of the trace as data. Hosts that met none
 * are absent.
 */
export const ourTrace = (scenario: Scenario): KernelTrace => {
  const created = createWorld(scenario);
  if (!created.ok) throw new Error(JSON.stringify(created.problems));
  let world: World = created.world;
  const told: Record<string, string[]> = {};
  for (const probe of scenario.probes) {
    const sent = sendProbe(world, probe);
    world = sent.world;
    for (const { steps } of traceData(sent.trace, { reasons: true }))
      for (const [host, line] of linesOf(steps, world)) {
        told[host] ??= [];
        told[host]!.push(line);
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
