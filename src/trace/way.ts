/**
 * The way of one packet, as a learner walks through it: the events as steps, with where the packet is, and
 * what it looks like before and after. Nothing here works out why a rule missed; `sayStep.ts` does, for the
 * step that is shown.
 */
import type { Station } from '../netfilter/hookOrder.ts';
import type { Event, Journey } from '../network/trace.ts';
import type { PacketView } from './packetFields.ts';
import { nextTtl, viewAfter, viewAfterRule, viewBefore } from './packetViews.ts';
import { orderAt, type Stage, type StageName, stageOf, stagesAhead, stationOf } from './stages.ts';
import { type WalkLine, walkLines } from './walkLines.ts';

/** Where a packet is: in a host, or on a link between two. */
export type PacketLocation =
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'link'; readonly link: string; readonly from: string; readonly to: string };

/** A packet's stay in one host. */
export interface Stay {
  readonly host: string;
  readonly stages: readonly Stage[];
}

/** One step of the way. */
export interface WayStep {
  readonly event: Event;
  /** The line of the table that is looked at, as an index into `lines`; null for events that are no table. */
  readonly line: number | null;
  /** All lines of the table's walk; empty for events that are no table. */
  readonly lines: readonly WalkLine[];
  readonly location: PacketLocation;
  /** The stay this step belongs to, as an index into the way's stays. */
  readonly stay: number;
  readonly stage: StageName | null;
  /** Which stage of the stay, as an index: a host that talks to itself has its hooks twice. */
  readonly stageIndex: number | null;
  readonly station: Station | null;
  /** How the way ends here, null in between. */
  readonly end: 'delivered' | 'dropped' | null;
  readonly before: PacketView;
  readonly after: PacketView;
}

/** One packet's way. */
export interface Way {
  readonly stays: readonly Stay[];
  readonly steps: readonly WayStep[];
}

/**
 * A chain without rules is not shown, unless it ends the way, or is one of filter while another of filter has rules: whose rule is in
 * the wrong chain sees that the packet asks this one.
 */
const isShown = (event: Event, lines: readonly WalkLine[]): boolean =>
  event.kind !== 'table' ||
  event.visit.verdict !== 'ACCEPT' ||
  lines.some((r) => r.kind !== 'policy') ||
  (event.visit.table === 'filter' &&
    Object.values(event.visit.rules.chains).some(({ rules }) => rules.length > 0));

interface OpenStay {
  readonly host: string;
  readonly names: StageName[];
  /** The stage the packet is in, as an index. */
  at: number;
}

/** A way as it is built, event by event. */
class WayBuilder {
  readonly #events: readonly Event[];
  readonly #open: OpenStay[] = [];
  readonly #steps: WayStep[] = [];
  #view: PacketView;
  #arrivedBy: string | null = null;

  constructor(events: readonly Event[], first: Extract<Event, { kind: 'made' }>) {
    this.#events = events;
    this.#view = { packet: first.packet, input: null, output: null, mark: 0, connection: null };
  }

  way(): Way {
    for (const i of this.#events.keys()) this.#add(i);
    return {
      steps: this.#steps,
      stays: this.#open.map((stay, s) => ({ host: stay.host, stages: stagesOf(stay, s, this.#steps) })),
    };
  }

  #add(i: number): void {
    const event = this.#events[i]!;
    const last = this.#events[i - 1];
    const stay = this.#stayOf(event, last);
    enter(stay, event, last);
    const forwarded = event.kind === 'routed' && event.to === 'onward' && stay.names.includes('FORWARD');
    const after = viewAfter(this.#view, event, forwarded ? nextTtl(this.#events, i + 1) : null);
    const before = viewBefore(this.#view, event, after, last);
    this.#pushSteps(stay, event, before, after);
    this.#view = after;
    if (event.kind === 'made') this.#arrivedBy = null;
    if (event.kind === 'wire') {
      this.#arrivedBy = event.to.device;
      this.#view = { ...after, input: event.to.device };
    }
    // Over lo a packet comes in again.
    if (event.kind === 'routed' && event.to === 'here' && this.#arrivedBy === null)
      this.#view = { ...after, input: 'lo' };
  }

  /** The stay in which an event happens: a link leads to a new one. */
  #stayOf(event: Event, last: Event | undefined): OpenStay {
    const host = event.kind === 'wire' ? event.to.host : event.host;
    // Fragments cross a link one after the other, and stay together.
    const follows =
      event.kind === 'wire' &&
      last?.kind === 'wire' &&
      last.to.host === host &&
      last.from.host === event.from.host;
    if (this.#open.length === 0 || (event.kind === 'wire' && !follows))
      this.#open.push({ host, names: [], at: 0 });
    return this.#open.at(-1)!;
  }

  #pushSteps(stay: OpenStay, event: Event, before: PacketView, after: PacketView): void {
    const lines = event.kind === 'table' ? walkLines(event.visit) : [];
    if (!isShown(event, lines)) return;
    const onLink = event.kind === 'wire';
    const common = {
      event,
      lines,
      stay: this.#open.length - 1,
      station: stationOf(event) ?? this.#endStation(stay, event),
      location: onLink
        ? ({ kind: 'link', link: event.link, from: event.from.host, to: event.to.host } as const)
        : ({ kind: 'host', host: stay.host } as const),
      stage: onLink ? null : (stay.names[stay.at] ?? null),
      stageIndex: onLink ? null : stay.at,
      end: event.kind === 'delivered' || event.kind === 'dropped' ? event.kind : null,
    };
    if (lines.length === 0) this.#steps.push({ ...common, line: null, before, after });
    let now = before;
    for (const [line, l] of lines.entries()) {
      const next = l.kind === 'matched' ? viewAfterRule(l, now) : line === lines.length - 1 ? after : now;
      this.#steps.push({ ...common, line, before: now, after: next });
      now = next;
    }
  }

  /** A packet ends at the station where it was last. */
  #endStation(stay: OpenStay, event: Event): Station | null {
    const previous = this.#steps.at(-1);
    return event.kind === 'dropped' &&
      previous?.stay === this.#open.length - 1 &&
      previous.stageIndex === stay.at
      ? previous.station
      : null;
  }
}

/** Moves a packet to the stage in which an event happens. */
const enter = (stay: OpenStay, event: Event, last: Event | undefined): void => {
  // A bridge takes a frame before any hook sees it.
  if (event.kind === 'bridged' && last?.kind === 'wire') stay.names.length = 0;
  stay.names.push(...stagesAhead(event, stay.names));
  // An entry is confirmed at the next hook that confirms.
  if (event.kind === 'confirmed')
    stay.at = Math.max(
      stay.at,
      stay.names.findIndex((n, at) => at >= stay.at && orderAt(n).includes('confirm')),
    );
  const name = stageOf(event);
  if (name === null) return;
  const ahead = stay.names.indexOf(name, event.kind === 'delivered' ? Math.max(1, stay.at) : stay.at);
  stay.at = ahead === -1 ? stay.names.lastIndexOf(name) : ahead;
};

const stagesOf = (stay: OpenStay, index: number, steps: readonly WayStep[]): readonly Stage[] => {
  const here = steps.flatMap((s, i) =>
    s.stay === index && s.stageIndex !== null ? [{ i, stage: s.stageIndex, station: s.station }] : [],
  );
  const firstAt = (stage: number, station?: Station): number | null =>
    here.find((h) => h.stage === stage && (station === undefined || h.station === station))?.i ?? null;
  return stay.names.map((name, stage) => ({
    name,
    step: firstAt(stage),
    stations: orderAt(name)
      .map((station) => ({ station, step: firstAt(stage, station) }))
      // Few hosts have rules in `security`, and only first packets are confirmed: where nothing happens, the
      // picture leaves the two out.
      .filter((s) => s.step !== null || (s.station !== 'security' && s.station !== 'confirm')),
  }));
};

/** One packet's way as steps: one for each event, and within a table one for each line of its walk. */
export const wayOf = ({ events }: Pick<Journey, 'events'>): Way => {
  const first = events[0];
  return first?.kind === 'made' ? new WayBuilder(events, first).way() : { stays: [], steps: [] };
};
