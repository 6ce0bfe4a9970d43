/** Why another packet is decided by another rule: the one rule that tells the two apart, and what it needs. */
import { whyMissed } from '../netfilter/datapath/reasons.ts';
import type { Trace } from '../network/trace.ts';
import { type Decision, decisions, firstDecisions } from '../trace/decisions.ts';
import type { PacketResult } from './runLab.ts';
import { sayChain } from './sayDecided.ts';

/** What was sent, or what came back. */
const half = ({ journeys }: Trace, back: boolean): Trace => ({
  journeys: journeys.filter(({ answers }) => (answers !== null) === back),
});

/** The rules that decided about a packet: what ended it, else those of the lab's host. */
const decidingRules = (trace: Trace, host: string): readonly Decision[] => {
  const ended = decisions(trace).find((d) => d.ends);
  return (ended ? [ended] : firstDecisions(trace, host)).filter((d) => d.rule);
};

/** Why a packet passed a rule by; null where the rule was not tried on it, or matched. */
const whyPassed = ({ journeys }: Trace, { host, table, chain, rule }: Decision): string | null => {
  const index = rule!.number - 1;
  for (const { events } of journeys)
    for (const event of events) {
      if (event.kind !== 'table' || event.host !== host || event.visit.table !== table) continue;
      const steps = event.visit.steps.filter((s) => 'chain' in s && s.chain === chain);
      if (steps.some((s) => s.kind === 'matched' && s.index === index)) return null;
      for (const step of steps)
        if (step.kind === 'missed' && step.first <= index && index < step.first + step.count)
          return whyMissed(event.visit, step, index);
    }
  return null;
};

/**
 * A sentence on the rule that decided about one of two packets and does not match the other; null where there is none. `of` is the
 * exercise's packet, and the sentence names it. Both were sent under the same rules.
 */
export const whyOtherwise = (
  of: PacketResult,
  other: Pick<PacketResult, 'trace'>,
  host: string,
): string | null => {
  const name = `“${of.expected.probe.name}”`;
  const say = (decision: Decision) => `Rule ${decision.rule!.number} of ${sayChain(decision, host)}`;
  for (const back of [false, true]) {
    const [first, second] = [half(of.trace, back), half(other.trace, back)];
    for (const rule of decidingRules(first, host)) {
      const why = whyPassed(second, rule);
      if (why) return `${say(rule)} decided about ${name}. It does not match this packet: it ${why}.`;
    }
    for (const rule of decidingRules(second, host)) {
      const why = whyPassed(first, rule);
      if (why) return `${say(rule)} does not match ${name}: it ${why}.`;
    }
  }
  return null;
};
