/**
 * A packet's way as a page draws it: words and places, without the world they were worked out in. Plain data,
 * so that it can be sent from a worker.
 */

import type { PartCheck } from '../netfilter/datapath/reasons.ts';
import type { Station } from '../netfilter/hookOrder.ts';
import { printAddress } from '../netfilter/values/address.ts';
import type { Trace } from '../network/trace.ts';
import type { World } from '../network/world.ts';
import { grouped } from '../text/grouped.ts';
import { describeTrace, type TextLine } from './describeTrace.ts';
import { type DialogueLine, dialogueOf } from './dialogue.ts';
import { decidingStep, type Gate, gateOf } from './gate.ts';
import { fieldsOf, type PacketField } from './packetFields.ts';
import { ruleChecks, ruleText, sayBack, type TableEvent, whyNot } from './sayRule.ts';
import { labelStep, sayRouted, sayStep } from './sayStep.ts';
import { mostMissed, type WalkLine } from './walkLines.ts';
import { type Stay, type WayStep, wayOf } from './way.ts';

/** A machine on the map: its links, and its addresses with their interfaces. */
export interface DrawnHost {
  readonly name: string;
  readonly links: readonly string[];
  readonly addresses: readonly (readonly [device: string, address: string])[];
}

/** One line of a walk through a table. */
export type DrawnWalkLine =
  | {
      readonly kind: 'missed' | 'matched';
      /** The rule's number in its chain, from 1, as it is printed. */
      readonly number: string;
      /** The rule as `iptables-save` prints it. */
      readonly text: string;
      readonly checks: readonly PartCheck[];
      /** What is said where there is no check to show, or the rule could not be acted out. */
      readonly why: string | null;
    }
  /** Rules `first` to `first + count - 1` (from 0), none of which matched, of the walk's step `step`. */
  | {
      readonly kind: 'fold';
      readonly chain: string;
      readonly step: number;
      readonly first: number;
      readonly count: number;
    }
  | { readonly kind: 'returned'; readonly text: string }
  /** The walk took too many steps and was given up in this chain. */
  | { readonly kind: 'gave-up'; readonly chain: string; readonly steps: number }
  | { readonly kind: 'policy'; readonly chain: string; readonly policy: 'ACCEPT' | 'DROP' };

/** A walk through one table at one hook. */
export interface DrawnTable {
  /** Its event's index in the journey, to ask for folded rules by. */
  readonly event: number;
  readonly table: Station;
  readonly hook: string;
  readonly lines: readonly DrawnWalkLine[];
  /** Rules below the one that decided, which were never looked at; null where there are none. */
  readonly unread: { readonly chain: string; readonly count: number } | null;
}

/** One location of the way. */
export interface DrawnStep extends Pick<WayStep, 'location' | 'stay' | 'stageIndex' | 'station' | 'end'> {
  /** What happens, in a sentence or two; and in a few words. */
  readonly sentence: string;
  readonly label: string;
  /** What is written on the packet and known beside it. */
  readonly fields: readonly PacketField[];
  /** What routing decided, in a few words; null for other steps. */
  readonly routed: string | null;
  /** The table to show, and the line of it that is looked at; null where there is none. */
  readonly table: { readonly index: number; readonly line: number; readonly own: boolean } | null;
}

/** One packet's way. */
export interface DrawnJourney {
  readonly stays: readonly Stay[];
  readonly steps: readonly DrawnStep[];
  readonly tables: readonly DrawnTable[];
}

/** All that came of a probe: its packets in order, and the machines of its network. */
export interface DrawnWay {
  readonly packets: readonly (DialogueLine & { readonly title: string })[];
  readonly hosts: readonly DrawnHost[];
  /** The packet and the step where it was decided what became of them; null where no table decided anything. */
  readonly decided: { readonly packet: number; readonly step: number } | null;
}

/** A line of the way as text; `fold` says which rules it stands for, where it stands for many. */
export interface DrawnLine extends Pick<TextLine, 'indent' | 'kind' | 'text'> {
  readonly fold: FoldedRules | null;
}

/** A run of rules that did not match: which journey, event and step of the walk, and rules `first` to `first + count - 1`. */
export interface FoldedRules {
  readonly journey: number;
  readonly event: number;
  readonly step: number;
  readonly chain: string;
  readonly first: number;
  readonly count: number;
}

/** A rule of a run that did not match, and why. */
export interface MissedRule {
  readonly number: string;
  readonly text: string;
  readonly why: string;
}

/** So many steps of one packet are drawn; of a longer way the middle is left out, which a step says. */
export const mostSteps = 4000;

/** Where a way is opened to see why it ended so: where a packet got lost between tables, else the step that decided. */
const decidedAt = (trace: Trace): DrawnWay['decided'] => {
  const stopped = trace.journeys.some(({ events }) =>
    events.some((e) => e.kind === 'table' && e.visit.verdict !== 'ACCEPT'),
  );
  const packet = trace.journeys.findIndex(({ events }) => events.at(-1)?.kind === 'dropped');
  const steps = !stopped && packet >= 0 ? wayOf(trace.journeys[packet]!).steps.length : 0;
  if (steps > 0 && steps <= mostSteps) return { packet, step: steps - 1 };
  const found = decidingStep(trace, mostSteps);
  return found && { packet: found.packet, step: found.step };
};

/** The question that a way may ask before it is decided; null where there is nothing to choose between. */
export const drawGate = (trace: Trace): Gate | null => gateOf(trace, mostSteps);

/** The packets of a trace and the machines of its world. */
export const drawWay = (trace: Trace, world: World): DrawnWay => ({
  decided: decidedAt(trace),
  packets: dialogueOf(trace).map((said, i) => ({ ...said, title: trace.journeys[i]!.title })),
  hosts: Object.values(world.hosts).map((h) => ({
    name: h.name,
    links: [...new Set(h.interfaces.flatMap((i) => i.link ?? []))],
    addresses: h.interfaces.flatMap((i) =>
      i.name === 'lo' ? [] : i.addresses.map((a) => [i.name, printAddress(a.address)] as const),
    ),
  })),
});

/** The way of one packet of a trace, by its index. */
export const drawJourney = (trace: Trace, which: number): DrawnJourney => {
  const journey = trace.journeys[which]!;
  const way = wayOf(journey);
  const tables: DrawnTable[] = [];
  const indexOf = new Map<TableEvent, number>();
  const tableAt = (step: WayStep | undefined): number | null => {
    if (step?.event.kind !== 'table') return null;
    const known = indexOf.get(step.event);
    if (known !== undefined) return known;
    const { event, lines } = step;
    indexOf.set(event, tables.length);
    tables.push({
      event: journey.events.indexOf(event),
      table: event.visit.table,
      hook: event.visit.hook,
      lines: lines.map((line) => drawLine(event, line)),
      unread: unreadOf(event, lines.at(-1)),
    });
    return tables.length - 1;
  };
  const drawn = (step: WayStep, i: number): DrawnStep => {
    const shown = shownTable(step, way.steps[i - 1]);
    const index = tableAt(shown ?? undefined);
    const { location, stay, stageIndex, station, end } = step;
    return {
      location,
      stay,
      stageIndex,
      station,
      end,
      sentence: sayStep(step),
      label: labelStep(step),
      fields: fieldsOf(step.before, step.after),
      routed: step.event.kind === 'routed' ? sayRouted(step.event) : null,
      table: index === null || !shown ? null : { index, line: shown.line!, own: shown === step },
    };
  };
  if (way.steps.length <= mostSteps) return { stays: way.stays, steps: way.steps.map(drawn), tables };
  return shortened(way.stays, way.steps, drawn, tables);
};

/** The first and the last steps of a way that is too long to draw whole. */
const shortened = (
  stays: readonly Stay[],
  steps: readonly WayStep[],
  drawn: (step: WayStep, i: number) => DrawnStep,
  tables: readonly DrawnTable[],
): DrawnJourney => {
  const half = mostSteps / 2;
  const left = steps.length - 2 * half;
  const gap = drawn(steps[half]!, half);
  const renumbered = (step: number | null): number | null =>
    step === null || step < half ? step : step < half + left ? half : step - left + 1;
  return {
    tables,
    steps: [
      ...steps.slice(0, half).map(drawn),
      {
        ...gap,
        end: null,
        label: `${grouped(left)} steps left out`,
        sentence: `${grouped(left)} steps are not drawn here: this packet takes too many.`,
      },
      ...steps.slice(-half).map((step, i) => drawn(step, steps.length - half + i)),
    ],
    stays: stays.map((stay) => ({
      ...stay,
      stages: stay.stages.map((stage) => ({
        ...stage,
        step: renumbered(stage.step),
        stations: stage.stations.map((s) => ({ ...s, step: renumbered(s.step) })),
      })),
    })),
  };
};

/** The step whose table is shown: this one, or the one before where its table decided what happens here. */
const shownTable = (step: WayStep, before: WayStep | undefined): WayStep | null => {
  if (step.event.kind === 'table') return step;
  const decided =
    step.event.kind === 'dropped' || (step.event.kind === 'rewritten' && step.event.by === 'rule');
  return decided && before?.event.kind === 'table' && before.stay === step.stay ? before : null;
};

const unreadOf = (event: TableEvent, last: WalkLine | undefined): DrawnTable['unread'] => {
  if (last?.kind !== 'matched') return null;
  const count = event.visit.rules.chains[last.chain]!.rules.length - last.index - 1;
  return count > 0 ? { chain: last.chain, count } : null;
};

const drawLine = (event: TableEvent, line: WalkLine): DrawnWalkLine => {
  switch (line.kind) {
    case 'missed':
    case 'matched':
    case 'not-simulated': {
      const checks = line.kind === 'not-simulated' ? [] : ruleChecks(event, line);
      return {
        kind: line.kind === 'matched' ? 'matched' : 'missed',
        number: grouped(line.index + 1),
        text: ruleText(event, line),
        checks,
        why:
          checks.length > 0
            ? null
            : line.kind === 'matched'
              ? 'It sets no condition, so every packet matches.'
              : whyNot(event, line),
      };
    }
    case 'fold':
      return {
        kind: 'fold',
        chain: line.chain,
        step: event.visit.steps.indexOf(line.step),
        first: line.first,
        count: line.count,
      };
    case 'returned':
      return { kind: 'returned', text: sayBack(event, line) };
    case 'gave-up':
      return { kind: 'gave-up', chain: line.chain, steps: line.steps };
    case 'policy':
      return { kind: 'policy', chain: line.chain, policy: line.policy };
  }
};

/** Some of the rules that a fold stands for, from `from` (counted in the fold, from 0), with their reasons. */
export const drawFold = (
  trace: Trace,
  fold: FoldedRules,
  from: number,
  count: number,
): readonly MissedRule[] => {
  const event = trace.journeys[fold.journey]?.events[fold.event];
  if (event?.kind !== 'table') return [];
  const step = event.visit.steps[fold.step];
  if (step?.kind !== 'missed') return [];
  const start = Math.max(0, from);
  return Array.from({ length: Math.max(0, Math.min(count, fold.count - start)) }, (_, i) => {
    const line = { kind: 'missed', chain: fold.chain, index: fold.first + start + i, step } as const;
    return { number: grouped(line.index + 1), text: ruleText(event, line), why: whyNot(event, line) };
  });
};

/** The whole way as text, long runs of missed rules folded. */
export const drawText = (trace: Trace): readonly DrawnLine[] => {
  const events = trace.journeys.map((j) => j.events);
  return describeTrace(trace, mostMissed).map(({ indent, kind, text, fold }): DrawnLine => {
    if (!fold) return { indent, kind, text, fold: null };
    const journey = events.findIndex((all) => all.includes(fold.event));
    const { chain, first, count, step } = fold.line;
    return {
      indent,
      kind,
      text,
      fold: {
        journey,
        event: events[journey]!.indexOf(fold.event),
        step: fold.event.visit.steps.indexOf(step),
        chain,
        first,
        count,
      },
    };
  });
};
