/**
 * Questions about a packet's way, asked before the step that answers them: which rule decides? And where NAT changes it: what
 * source is seen? Worked out from the trace alone.
 */
import { saveRule } from '../netfilter/print/save.ts';
import type { Event, Journey, Trace } from '../network/trace.ts';
import { receiver, sayRewrite, sender } from './packetFields.ts';
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
  /** What is asked besides; null where no address changes after the question. */
  readonly address: AddressQuestion | null;
}

/** A question about a source: that of the packet at its receiver, or that of the reply. */
export interface AddressQuestion {
  readonly asks: string;
  readonly choices: readonly string[];
  readonly answer: number;
  /** What made it so: `On gateway, the source … becomes …`. */
  readonly why: string;
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

type Rewriting = Extract<Event, { kind: 'rewritten' }>;

const delivery = ({ events }: Journey) => events.findLast((e) => e.kind === 'delivered');

/** The last change of a source on a packet's way, from one of its events on. */
const newSource = ({ events }: Journey, from: number): Rewriting | undefined =>
  events
    .slice(from)
    .findLast((e): e is Rewriting => e.kind === 'rewritten' && sender(e.before) !== sender(e.after));

const chosen = (asks: string, all: readonly string[], answer: string, { host, before, after }: Rewriting) => {
  const choices = [...new Set([...all, answer])].sort();
  return { asks, choices, answer: choices.indexOf(answer), why: `On ${host}, ${sayRewrite(before, after)}.` };
};

/** What NAT makes of a source after the event of the question. */
const addressQuestion = ({ journeys }: Trace, event: Event): AddressQuestion | null => {
  const [sent] = journeys;
  const from = sent?.events.indexOf(event) ?? -1;
  const made = sent?.events[0];
  if (!sent || from < 0 || made?.kind !== 'made') return null;
  const reply = journeys.find((j) => j.answers === 0);
  const [back, home] = reply ? [newSource(reply, 0), delivery(reply)] : [];
  if (back && home?.host === made.host) {
    const answer = sender(home.skb.packet);
    const asked = receiver(made.packet);
    const parts = [sender(back.before), asked].map((end) => end.split(':'));
    const mixed = parts.flatMap(([address]) =>
      parts.map(([, port]) => (port ? `${address}:${port}` : address!)),
    );
    return chosen(`What source will the reply have when it reaches ${made.host}?`, mixed, answer, back);
  }
  const [there, end] = [newSource(sent, from), delivery(sent)];
  if (!there || !end) return null;
  const bare = (of: string) => of.split(':')[0]!;
  const others = [sender(there.before), receiver(made.packet), receiver(there.after)].map(bare);
  const answer = bare(sender(end.skb.packet));
  return bare(sender(there.before)) === answer
    ? null
    : chosen(`What source address will ${end.host} see?`, others, answer, there);
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
  const address = packet === 0 ? addressQuestion(trace, at.event) : null;
  return { packet, first, step, host, table: visit.table, chain: line.chain, choices, answer, address };
};
