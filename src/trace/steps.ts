/**
 * The way of one packet as steps somebody can walk through: the same events as the text, with a picture's
 * worth of state. Nothing here asks a rule for its reasons; `sayStep.ts` does, for the one step that is
 * shown.
 */
import { hookOrder, type Station } from '../netfilter/hookOrder.ts';
import type { Packet } from '../netfilter/packet.ts';
import type { Step, Visit } from '../netfilter/trace.ts';
import type { Hook } from '../netfilter/types.ts';
import type { Event, Journey } from '../network/trace.ts';
import type { Look } from './packetFields.ts';

/** Where a packet is: in a machine, or on a link between two. */
export type Place =
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'link'; readonly link: string; readonly from: string; readonly to: string };

type Missed = Extract<Step, { readonly kind: 'missed' }>;

/** One line of a walk through a table. Many rules that did not match are one line, whatever their number. */
export type Row =
  | { readonly kind: 'missed'; readonly chain: string; readonly index: number; readonly step: Missed }
  | {
      readonly kind: 'fold';
      readonly chain: string;
      readonly first: number;
      readonly count: number;
      readonly step: Missed;
    }
  | Exclude<Step, Missed>;

/**
 * What a machine does with a packet, in order: its hooks, the routing decision, a bridge, and the programs at
 * both ends.
 */
export type BoxName = Hook | 'routing' | 'bridge' | 'program';

/** A part of a machine, and where the packet is worked on in it. */
export interface StopBox {
  readonly name: BoxName;
  /**
   * What the picture shows in a hook, in the engine's order; `step` is the first step there, null where
   * nothing happens.
   */
  readonly stations: readonly { readonly station: Station; readonly step: number | null }[];
  /** The first step in this box, null where the packet never came so far or nothing happened. */
  readonly step: number | null;
}

/** A packet's stay in one machine. */
export interface Stop {
  readonly host: string;
  readonly boxes: readonly StopBox[];
}

/** One place of the way. */
export interface WayStep {
  readonly event: Event;
  /** The line of the table that is looked at, as an index into `rows`; null for events that are no table. */
  readonly row: number | null;
  /** All lines of the table's walk; empty for events that are no table. */
  readonly rows: readonly Row[];
  readonly place: Place;
  /** The stay this step belongs to, as an index into the way's stops. */
  readonly stop: number;
  readonly box: BoxName | null;
  /** Which box of the stop, as an index: a machine that talks to itself has its hooks twice. */
  readonly boxIndex: number | null;
  readonly station: Station | null;
  /** How the place ends the way, null in between. */
  readonly end: 'delivered' | 'dropped' | null;
  readonly before: Look;
  readonly after: Look;
}

/** One packet's way. */
export interface Way {
  readonly stops: readonly Stop[];
  readonly steps: readonly WayStep[];
}

/** As many rules in a row that did not match are told one by one. */
export const mostMissed = 5;

/**
 * The lines of a walk through a table. Runs of missed rules longer than `most` are folded, but for the first
 * and the last.
 */
export const rowsOf = (visit: Visit, most: number = mostMissed): readonly Row[] =>
  visit.steps.flatMap((step): readonly Row[] => {
    if (step.kind !== 'missed') return [step];
    const { chain, first, count } = step;
    const one = (index: number): Row => ({ kind: 'missed', chain, index, step });
    return count <= most
      ? Array.from({ length: count }, (_, i) => one(first + i))
      : [
          one(first),
          { kind: 'fold', chain, first: first + 1, count: count - 2, step },
          one(first + count - 1),
        ];
  });

/**
 * Which way a packet goes within its connection, as the machine found out last; null where it has not looked.
 */
export const directionAt = (events: readonly Event[], index: number): 'original' | 'reply' | null => {
  for (let i = index; i >= 0; i--) {
    const event = events[i]!;
    if (event.kind === 'tracked') return event.connection.direction;
    if (event.kind === 'wire') return null;
  }
  return null;
};

const orderAt = (name: BoxName): readonly Station[] => hookOrder.find((s) => s.hook === name)?.order ?? [];

const boxOf = (event: Event): BoxName | null => {
  switch (event.kind) {
    case 'made':
    case 'delivered':
      return 'program';
    case 'routed':
      return 'routing';
    case 'bridged':
      return 'bridge';
    case 'table':
      return event.visit.hook;
    case 'tracked':
    case 'rewritten':
      return event.hook;
    case 'confirmed':
    case 'wire':
    case 'dropped':
      return null;
  }
};

const stationOf = (event: Event): Station | null => {
  switch (event.kind) {
    case 'table':
      return event.visit.table;
    case 'tracked':
      return 'conntrack';
    case 'rewritten':
      return 'nat';
    case 'confirmed':
      return 'confirm';
    case 'made':
    case 'routed':
    case 'wire':
    case 'bridged':
    case 'delivered':
    case 'dropped':
      return null;
  }
};

/** The packet after an event, as far as the event shows it. */
const packetOf = (event: Event): Packet | null => {
  switch (event.kind) {
    case 'made':
    case 'wire':
    case 'bridged':
      return event.packet;
    case 'table':
      return event.visit.before.packet;
    case 'rewritten':
      return event.after;
    case 'delivered':
      return event.skb.packet;
    case 'routed':
    case 'tracked':
    case 'confirmed':
    case 'dropped':
      return null;
  }
};

/** Forwarding takes a hop from a packet's life, and no event says so: what is seen of it next does. */
const nextTtl = (events: readonly Event[], from: number): number | null => {
  for (let i = from; i < events.length; i++) {
    const event = events[i]!;
    const packet = event.kind === 'rewritten' ? event.before : packetOf(event);
    if (packet) return packet.ttl;
  }
  return null;
};

const lookAfter = (before: Look, event: Event, forwarded: number | null): Look => {
  switch (event.kind) {
    case 'made':
    case 'wire':
      return { packet: event.packet, input: null, output: null, mark: 0, connection: null };
    case 'routed':
      return {
        ...before,
        output: event.to === 'onward' ? event.device : null,
        packet: forwarded === null ? before.packet : { ...before.packet, ttl: forwarded },
      };
    case 'tracked':
    case 'confirmed':
      return { ...before, connection: event.connection };
    case 'table':
      return event.visit.after;
    case 'rewritten':
      return { ...before, packet: event.after };
    case 'bridged':
      return { ...before, packet: event.packet };
    case 'delivered':
      return event.skb;
    case 'dropped':
      return before;
  }
};

/** The packet before an event, where the event shows it: fragments of one packet take turns. */
const lookBefore = (before: Look, event: Event, after: Look, previous: Event | undefined): Look => {
  switch (event.kind) {
    case 'table':
      return event.visit.before;
    case 'rewritten':
      return { ...before, packet: event.before };
    case 'wire':
      // On the wire nothing is known beside the packet. Behind a fragment the next one changes nothing.
      return previous?.kind === 'wire' ? after : { ...after, packet: before.packet };
    case 'made':
      return after;
    case 'routed':
    case 'bridged':
    case 'tracked':
    case 'confirmed':
    case 'delivered':
    case 'dropped':
      return before;
  }
};

/**
 * The boxes an event leads a packet to, given those it has in this machine already. A second fragment finds
 * them there.
 */
const planned = (event: Event, met: readonly BoxName[]): readonly BoxName[] => {
  const has = (name: BoxName): boolean => met.includes(name);
  switch (event.kind) {
    case 'made':
      return has('program') ? [] : ['program'];
    case 'wire':
      return has('PREROUTING') || has('bridge') ? [] : ['PREROUTING'];
    case 'bridged':
      return has('bridge') ? [] : ['bridge'];
    case 'routed': {
      if (event.to === 'nowhere') return met.at(-1) === 'routing' ? [] : ['routing'];
      if (event.to === 'here')
        return has('INPUT')
          ? []
          : [...(has('PREROUTING') ? [] : (['PREROUTING'] as const)), 'routing', 'INPUT', 'program'];
      if (has('PREROUTING')) return has('FORWARD') ? [] : ['routing', 'FORWARD', 'POSTROUTING'];
      // OUTPUT changed what routing goes by, and the way is looked up again.
      if (has('OUTPUT')) return [];
      return [
        'routing',
        'OUTPUT',
        'POSTROUTING',
        ...(event.device === 'lo' ? (['PREROUTING'] as const) : []),
      ];
    }
    case 'table':
    case 'tracked':
    case 'rewritten': {
      const name = boxOf(event)!;
      return has(name) ? [] : [name];
    }
    case 'delivered':
      return met.at(-1) === 'program' ? [] : ['program'];
    case 'confirmed':
    case 'dropped':
      return [];
  }
};

/** A table without rules is passed in silence, unless it ends the way. */
const speaks = (event: Event, rows: readonly Row[]): boolean =>
  event.kind !== 'table' || event.visit.verdict !== 'ACCEPT' || rows.some((r) => r.kind !== 'policy');

interface Open {
  readonly host: string;
  readonly names: BoxName[];
  /** Where the packet stands among them. */
  at: number;
}

/**
 * One packet's way as steps: one for each thing that happens, and within a table one for each line of its
 * walk.
 */
export const wayOf = ({ events }: Pick<Journey, 'events'>): Way => {
  const open: Open[] = [];
  const steps: WayStep[] = [];
  const first = events[0];
  if (first?.kind !== 'made') return { stops: [], steps };
  let look: Look = lookAfter(
    { packet: first.packet, input: null, output: null, mark: 0, connection: null },
    first,
    null,
  );
  let arrivedBy: string | null = null;
  for (const [i, event] of events.entries()) {
    const host = event.kind === 'wire' ? event.to.host : event.host;
    const last = events[i - 1];
    // Fragments go over a link one behind the other, and stay together.
    const follows =
      event.kind === 'wire' &&
      last?.kind === 'wire' &&
      last.to.host === host &&
      last.from.host === event.from.host;
    if (open.length === 0 || (event.kind === 'wire' && !follows)) open.push({ host, names: [], at: 0 });
    const stop = open.at(-1)!;
    // A bridge takes a frame before any hook is asked.
    if (event.kind === 'bridged' && last?.kind === 'wire') stop.names.length = 0;
    stop.names.push(...planned(event, stop.names));
    const name = boxOf(event);
    // An entry is written down at the next hook that does so.
    if (event.kind === 'confirmed')
      stop.at = Math.max(
        stop.at,
        stop.names.findIndex((n, at) => at >= stop.at && orderAt(n).includes('confirm')),
      );
    if (name !== null) {
      const ahead = stop.names.indexOf(name, event.kind === 'delivered' ? Math.max(1, stop.at) : stop.at);
      stop.at = ahead === -1 ? stop.names.lastIndexOf(name) : ahead;
    }
    const forwarded =
      event.kind === 'routed' && event.to === 'onward' && stop.names.includes('FORWARD')
        ? nextTtl(events, i + 1)
        : null;
    const after = lookAfter(look, event, forwarded);
    const before = lookBefore(look, event, after, last);
    const rows = event.kind === 'table' ? rowsOf(event.visit) : [];
    const previous = steps.at(-1);
    // A packet ends where it was looked at last.
    const lastStation =
      event.kind === 'dropped' && previous?.stop === open.length - 1 && previous.boxIndex === stop.at
        ? previous.station
        : null;
    const common = {
      event,
      rows,
      stop: open.length - 1,
      station: stationOf(event) ?? lastStation,
      place:
        event.kind === 'wire'
          ? ({ kind: 'link', link: event.link, from: event.from.host, to: event.to.host } as const)
          : ({ kind: 'host', host: stop.host } as const),
      box: event.kind === 'wire' ? null : (stop.names[stop.at] ?? null),
      boxIndex: event.kind === 'wire' ? null : stop.at,
      end: event.kind === 'delivered' || event.kind === 'dropped' ? event.kind : null,
    };
    if (speaks(event, rows)) {
      if (rows.length === 0) steps.push({ ...common, row: null, before, after });
      let now: Look = before;
      for (const [row, r] of rows.entries()) {
        const next: Look = r.kind === 'matched' ? lastChange(r, now) : row === rows.length - 1 ? after : now;
        steps.push({ ...common, row, before: now, after: next });
        now = next;
      }
    }
    look = event.kind === 'wire' ? { ...after, input: event.to.device } : after;
    if (event.kind === 'wire') arrivedBy = event.to.device;
    if (event.kind === 'made') arrivedBy = null;
    // Over lo a packet comes in again.
    if (event.kind === 'routed' && event.to === 'here' && arrivedBy === null) look = { ...look, input: 'lo' };
  }
  return { steps, stops: open.map((stop, s) => ({ host: stop.host, boxes: boxesOf(stop, s, steps) })) };
};

const lastChange = (row: Extract<Row, { kind: 'matched' }>, now: Look): Look => {
  for (const effect of [...row.effects].reverse()) if (effect.kind === 'changed') return effect.after;
  return now;
};

const boxesOf = (stop: Open, index: number, steps: readonly WayStep[]): readonly StopBox[] => {
  const here = steps.flatMap((s, i) =>
    s.stop === index && s.boxIndex !== null ? [{ i, box: s.boxIndex, station: s.station }] : [],
  );
  const firstAt = (box: number, station?: Station): number | null =>
    here.find((h) => h.box === box && (station === undefined || h.station === station))?.i ?? null;
  return stop.names.map((name, box) => ({
    name,
    step: firstAt(box),
    stations: orderAt(name)
      .map((station) => ({ station, step: firstAt(box, station) }))
      // Few have rules in `security`, and an entry is written down for first packets alone: quiet, they are
      // left out.
      .filter((s) => s.step !== null || (s.station !== 'security' && s.station !== 'confirm')),
  }));
};
