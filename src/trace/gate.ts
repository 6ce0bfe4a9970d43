/** A question about a packet's way, asked before the step that answers it: which rule decides? Worked out from the trace alone. */
import { saveRule } from '../netfilter/print/save.ts';
import type { Trace } from '../network/trace.ts';
import type { TableEvent } from './sayRule.ts';
import { type WayStep, wayOf } from './way.ts';

/** What may be answered: a rule by its number from 1 and its text, or null for none of them. */
export interface GateChoice {
  readonly rule: { readonly number: number; readonly text: string } | null;
  /** What decides then: `the policy, DROP`, or `back to INPUT`. Empty for a rule. */
  readonly says: string;
}

export interface Gate {
  /** Which packet of the way, and its first step that would give the answer away. */
  readonly packet: number;
  readonly first: number;
  /** The step that decides. */
  readonly step: number;
  readonly host: string;
  readonly table: string;
  readonly chain: string;
  readonly choices: readonly GateChoice[];
  /** The right one. */
  readonly answer: number;
}

/** So many rules are offered: those of a longer chain that are nearest to the one that decides. */
const mostChoices = 8;

interface Deciding {
  readonly packet: number;
  readonly step: number;
  readonly at: WayStep & { readonly event: TableEvent };
  readonly steps: readonly WayStep[];
}

const isTable = (step: WayStep | undefined): step is Deciding['at'] => step?.event.kind === 'table';

/**
 * The step that ended a packet in a table, else what ended the first packet's walk through the last table with a rule that
 * matched it, else the last policy that it met.
 * Null where no table decided anything. `most`: a way with more steps is not looked at.
 */
export const decidingStep = ({ journeys }: Trace, most: number): Deciding | null => {
  const ways = journeys.map((journey) => {
    const { steps } = wayOf(journey);
    return steps.length <= most ? steps : [];
  });
  const deciding = (packet: number, step: number): Deciding | null => {
    const steps = ways[packet] ?? [];
    const at = steps[step];
    return isTable(at) ? { packet, step, at, steps } : null;
  };
  for (const [packet, steps] of ways.entries()) {
    const step = steps.findIndex(
      (s) => isTable(s) && s.event.visit.verdict !== 'ACCEPT' && s.line === s.lines.length - 1,
    );
    if (step >= 0) return deciding(packet, step);
  }
  const kindOf = ({ lines, line }: WayStep) => (line === null ? null : lines[line]!.kind);
  for (const kind of ['matched', 'policy']) {
    const step = ways[0]?.findLastIndex((s) => kindOf(s) === kind) ?? -1;
    // A rule that matched may have left it to those below.
    const last = step < 0 ? 0 : ways[0]![step]!.lines.length - 1 - ways[0]![step]!.line!;
    if (step >= 0) return deciding(0, step + last);
  }
  return null;
};

/** The question of a trace; null where there is nothing to choose between. */
export const gateOf = (trace: Trace, most: number): Gate | null => {
  const found = decidingStep(trace, most);
  if (!found) return null;
  const { packet, step, at, steps } = found;
  const { visit } = at.event;
  const line = at.lines[at.line!]!;
  if (line.kind !== 'matched' && line.kind !== 'policy') return null;
  const { rules, policy } = visit.rules.chains[line.chain]!;
  const decides = line.kind === 'matched' ? line.index : null;
  const from = Math.max(0, Math.min(rules.length - mostChoices, (decides ?? rules.length) - mostChoices / 2));
  const offered = rules.slice(from, from + mostChoices).map((rule, i) => ({
    rule: { number: from + i + 1, text: saveRule(line.chain, rule) },
    says: '',
  }));
  // A chain of one's own has no policy: where none of its rules decides, another chain does.
  const none = policy ? [{ rule: null, says: `the policy, ${policy}` }] : [];
  const choices = [...offered, ...none];
  const answer = decides === null ? choices.length - 1 : decides - from;
  if (choices.length < 2) return null;
  const first = steps.findIndex((s) => s.event === at.event);
  const { host } = at.event;
  return { packet, first, step, host, table: visit.table, chain: line.chain, choices, answer };
};
