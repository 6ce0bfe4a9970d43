import { backendOf } from '../command/backendOf.ts';
import type { HostEnvironment } from '../environment.ts';
import type { NatRange } from '../extension.ts';
import type { KernelPacket, Skb } from '../packet.ts';
import { findTarget } from '../registry.ts';
import { get, put } from '../state/intMap.ts';
import type { Effect, Step, Verdict, Visit } from '../trace.ts';
import type { Counter, Counters, Hook, PacketFilter, Table } from '../types.ts';
import { policyKey } from '../types.ts';
import { compiled } from './compiledChain.ts';
import { Recorder } from './recorder.ts';

/** What a table made of a packet. */
export interface Traversal {
  readonly visit: Visit;
  readonly skb: Skb;
  /** What a NAT target asked for. The network's part of the kernel binds it. */
  readonly nat: NatRange | null;
  /** REJECT's answer by name, where the packet was rejected. */
  readonly reject: string | null;
  /** What a target that keeps the packet sends in its place. */
  readonly sends: readonly KernelPacket[];
}

/**
 * A walk of so many steps is given up: chains that jump to the next one twice double with each chain, and the
 * kernel itself would hang in them.
 */
const mostSteps = 100_000;

/**
 * Walks one table at one hook. Ends for every ruleset the kernel would load; the packet is dropped where that
 * would take too long.
 * Reference: net/ipv4/netfilter/ip_tables.c, ipt_do_table.
 */
export const traverse = (table: Table, hook: Hook, before: Skb, environment: HostEnvironment): Traversal => {
  const recorder = new Recorder(environment);
  const steps: Step[] = [];
  const stack: { readonly chain: string; readonly index: number }[] = [];
  let chain = table.chains[hook]!;
  let index = 0;
  let skb = before;
  const end = (
    verdict: Verdict,
    nat: NatRange | null = null,
    reject: string | null = null,
    sends: readonly KernelPacket[] = [],
  ): Traversal => ({
    visit: {
      hook,
      table: table.name,
      rules: table,
      before,
      after: skb,
      steps,
      verdict,
      now: environment.now,
      answers: recorder.answers,
    },
    skb,
    nat,
    reject,
    sends,
  });
  /** Back to the chain that jumped here; from a built-in chain the policy decides. */
  const leave = (): Traversal | null => {
    const back = stack.pop();
    if (!back) {
      const base = table.chains[hook]!;
      steps.push({ kind: 'policy', chain: hook, policy: base.policy! });
      return end(base.policy!);
    }
    steps.push({ kind: 'returned', from: chain.name, chain: back.chain, index: back.index });
    chain = table.chains[back.chain]!;
    index = back.index;
    return null;
  };
  for (;;) {
    if (steps.length > mostSteps) {
      steps.push({ kind: 'gave-up', chain: chain.name, index, steps: mostSteps });
      return end('DROP');
    }
    const rules = compiled(chain.rules);
    let met = skb;
    for (;;) {
      const first = index;
      const { index: at, answer, skb: after } = rules.next(first, skb, recorder);
      index = at;
      const turnedAway = answer === 'drop' || (answer === false && index < chain.rules.length);
      const missed = index - first + (turnedAway ? 1 : 0);
      if (missed) steps.push({ kind: 'missed', chain: chain.name, first, count: missed, skb });
      met = skb;
      skb = after;
      if (answer === false && turnedAway) {
        index++;
        continue;
      }
      if (answer === 'drop') return end('DROP');
      if (typeof answer === 'boolean') break;
      steps.push({ kind: 'not-simulated', chain: chain.name, index, ...answer, skb: met });
      index++;
    }
    const rule = chain.rules[index];
    if (!rule) {
      const ended = leave();
      if (ended) return ended;
      continue;
    }
    const matched = (effects: readonly Effect[]) =>
      steps.push({
        kind: 'matched',
        chain: chain.name,
        index,
        rule: rule.id,
        target: rule.target,
        effects: met.mark === skb.mark ? effects : [{ kind: 'changed', before: met, after: skb }, ...effects],
        skb: met,
      });
    switch (rule.target.kind) {
      case 'none':
        matched([]);
        index++;
        break;
      case 'verdict': {
        matched([]);
        const { verdict } = rule.target;
        if (verdict !== 'RETURN') return end(verdict);
        const ended = leave();
        if (ended) return ended;
        break;
      }
      case 'jump':
      case 'goto':
        matched([]);
        // After a goto, the end of the chain returns to the chain that jumped before.
        if (rule.target.kind === 'jump') stack.push({ chain: chain.name, index: index + 1 });
        chain = table.chains[rule.target.chain]!;
        index = 0;
        break;
      case 'extension': {
        const { name, data } = rule.target.use;
        const result = findTarget(name)!.apply(data, skb, environment);
        switch (result.kind) {
          case 'continue':
            matched(result.effects);
            skb = result.skb;
            index++;
            break;
          case 'verdict':
            matched(result.effects);
            skb = result.skb ?? skb;
            return end(result.verdict);
          case 'reject':
            matched([{ kind: 'reject', with: result.with }]);
            return end('DROP', null, result.with);
          case 'stolen':
            matched([{ kind: 'kept', why: result.why }]);
            return end('STOLEN', null, null, result.sends);
          case 'nat':
            matched([{ kind: 'nat', text: name }]);
            return end('ACCEPT', result.range);
        }
      }
    }
  }
};

const add = (counter: Counter | undefined, bytes: number): Counter => ({
  packets: (counter?.packets ?? 0) + 1,
  bytes: (counter?.bytes ?? 0) + bytes,
});

/** The same filter with the packets and bytes of some visits added. A rule counts before its target runs. */
export const count = (filter: PacketFilter, visits: readonly Visit[]): PacketFilter => {
  if (visits.length === 0) return filter;
  let { rules } = filter.counters;
  const policies: Record<string, Counter> = { ...filter.counters.policies };
  for (const visit of visits)
    for (const step of visit.steps) {
      if (step.kind === 'matched')
        rules = put(rules, step.rule, add(get(rules, step.rule), step.skb.packet.length));
      if (step.kind === 'policy') {
        const key = policyKey(visit.table, step.chain);
        if (!backendOf(filter).tablesExistFromStart && !policies[key]) continue;
        policies[key] = add(policies[key], visit.after.packet.length);
      }
    }
  const counters: Counters = { rules, policies };
  return { ...filter, counters };
};
