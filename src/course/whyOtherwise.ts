/** Why another packet is decided by another rule: the one rule that tells the two apart, and what it needs. */
import { whyMissed } from '../netfilter/datapath/reasons.ts';
import type { Journey, Trace } from '../network/trace.ts';
import { type Decision, decisions, firstDecisions } from '../trace/decisions.ts';
import { goesBack } from '../trace/goesBack.ts';
import { isErrorMessage } from '../trace/isErrorMessage.ts';
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

/** A journey, as what it is of the packet of its trace: that packet, an answer to it, an error message about it, or a later one. */
const sayJourney = (trace: Trace, journey: Journey, packet: string): string => {
  if (journey.answers === null) return packet;
  if (!goesBack(trace, journey)) return `a later packet of ${packet}`;
  return isErrorMessage(journey) ? `the error message about ${packet}` : `the answer to ${packet}`;
};

/** The first journey of some in which a rule matched. */
const whereMatched = ({ journeys }: Trace, { host, table, chain, rule }: Decision): Journey =>
  journeys.find((journey) =>
    decisions({ journeys: [journey] }).some(
      (d) => d.host === host && d.table === table && d.chain === chain && d.rule?.number === rule!.number,
    ),
  )!;

/** Why a packet passed a rule by, and on which journey; null where the rule was not tried on it, or matched. */
const whyPassed = (
  { journeys }: Trace,
  { host, table, chain, rule }: Decision,
): { readonly journey: Journey; readonly why: string } | null => {
  const index = rule!.number - 1;
  for (const journey of journeys)
    for (const event of journey.events) {
      if (event.kind !== 'table' || event.host !== host || event.visit.table !== table) continue;
      const steps = event.visit.steps.filter((s) => 'chain' in s && s.chain === chain);
      if (steps.some((s) => s.kind === 'matched' && s.index === index)) return null;
      for (const step of steps)
        if (step.kind === 'missed' && step.first <= index && index < step.first + step.count)
          return { journey, why: whyMissed(event.visit, step, index) };
    }
  return null;
};

/**
 * A sentence on the rule that decided about one of two packets and does not match the other; null where there is none. `of` is the
 * exercise's packet, and the sentence names it. What comes back is compared with what comes back, and the sentence says that it is
 * about an answer. Both were sent under the same rules.
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
      const passed = whyPassed(second, rule);
      if (!passed) continue;
      const decided = sayJourney(of.trace, whereMatched(first, rule), name);
      const missed = sayJourney(other.trace, passed.journey, 'this packet');
      return `${say(rule)} decided about ${decided}. It does not match ${missed}: it ${passed.why}.`;
    }
    for (const rule of decidingRules(second, host)) {
      const passed = whyPassed(first, rule);
      if (!passed) continue;
      return `${say(rule)} does not match ${sayJourney(of.trace, passed.journey, name)}: it ${passed.why}.`;
    }
  }
  return null;
};
