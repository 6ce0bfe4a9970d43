/**
 * A trace as data: what `four-tables trace --json` prints, one line for each probe. The form is fixed, since
 * other programs read it; sentences are made beside it and never parsed.
 */
import { whyMissed } from '../netfilter/datapath/reasons.ts';
import type { EndReason } from '../netfilter/endReasons.ts';
import { nameOfTarget } from '../netfilter/nameOfTarget.ts';
import type { ConnectionState, Packet, Skb } from '../netfilter/packet.ts';
import type { Effect, Step, Visit } from '../netfilter/trace.ts';
import type { Hook, TableName } from '../netfilter/types.ts';
import { printAddress } from '../netfilter/values/address.ts';
import type { Answer } from '../network/scenario.ts';
import type { Event, Journey, Trace } from '../network/trace.ts';
import { directionAt } from './directionAt.ts';

/** Where a packet comes from and goes to. Ports are null for protocols without. */
export interface EndsData {
  readonly source: string;
  readonly sport: number | null;
  readonly destination: string;
  readonly dport: number | null;
}

/** What rules can rewrite of a packet, and the marks that the host keeps beside it. */
export interface HeaderData extends EndsData {
  readonly ttl: number;
  readonly tos: number;
  /** The maximum segment size that a SYN announces, else null. */
  readonly mss: number | null;
  /** The kinds of TCP options. */
  readonly options: readonly number[];
  /** The packet that an ICMP error is about, else null. */
  readonly about: EndsData | null;
  readonly mark: number;
  readonly connmark: number;
}

/** A rule by its table, its chain and its number from 1. */
export interface RuleData {
  readonly table: TableName;
  readonly chain: string;
  readonly rule: number;
}

type AtTable = { readonly hook: Hook; readonly table: TableName; readonly chain: string };

/** One thing that happened to a packet. Each is on a host; `link` is on the host that sends. */
export type StepData = { readonly host: string } & (
  | ({
      /** A rule matched. `target`: its target or the chain it jumps to, null for a rule without. */
      readonly kind: 'rule';
      readonly rule: number;
      readonly target: string | null;
    } & AtTable)
  /** A rule did not match, and why. Only where reasons are asked for. */
  | ({ readonly kind: 'missed'; readonly rule: number; readonly reason: string } & AtTable)
  /** A built-in chain ended, and its policy decided. */
  | ({ readonly kind: 'policy'; readonly verdict: 'ACCEPT' | 'DROP' } & AtTable)
  /** A user-defined chain ended, or RETURN did; the walk goes on in the chain `to`. */
  | ({ readonly kind: 'return'; readonly to: string } & AtTable)
  /**
   * The packet or a mark changed: by a rule, or because packets of a connection that was rewritten are put back
   * (`reply`) or rewritten alike without a rule that is known (`connection`).
   */
  | {
      readonly kind: 'rewritten';
      readonly hook: Hook;
      readonly by: RuleData | 'reply' | 'connection';
      readonly before: HeaderData;
      readonly after: HeaderData;
    }
  /** Connection tracking looked the packet up. */
  | {
      readonly kind: 'conntrack';
      readonly hook: Hook;
      readonly state: ConnectionState;
      /** The zone of the packet's direction; 0 for INVALID and UNTRACKED. */
      readonly zone: number;
    }
  /**
   * The routing decision. `next` is the address that gets the packet next: a gateway's, or the destination on
   * a link of this host. It is null for a packet to this host, whose device is `lo`; both are null without a route.
   */
  | { readonly kind: 'route'; readonly next: string | null; readonly device: string | null }
  /** Over a link, or a bridge of this host, to the interface `device` of the host `to`. */
  | { readonly kind: 'link'; readonly link: string; readonly to: string; readonly device: string }
  /** A program got it, or the kernel itself. */
  | { readonly kind: 'delivered' }
  | { readonly kind: 'end'; readonly reason: EndReason }
);

/** One packet. `answers` is the index of the packet that it answers, null for the probe's own. */
export interface PacketData {
  readonly title: string;
  readonly answers: number | null;
  readonly steps: readonly StepData[];
}

/** One line of `trace --json`. `probe` counts from 1. */
export interface ProbeData {
  readonly probe: number;
  readonly answer: Answer;
  readonly packets: readonly PacketData[];
}

const endsOf = (p: Packet): EndsData => {
  const t = p.transport;
  const has = t.kind === 'tcp' || t.kind === 'udp';
  return {
    source: printAddress(p.source),
    sport: has ? t.sport : null,
    destination: printAddress(p.destination),
    dport: has ? t.dport : null,
  };
};

type Marks = Pick<Skb, 'mark' | 'connection'>;

const headerOf = (p: Packet, { mark, connection }: Marks): HeaderData => {
  const t = p.transport;
  return {
    ...endsOf(p),
    ttl: p.ttl,
    tos: p.tos,
    mss: t.kind === 'tcp' ? (t.mss ?? null) : null,
    options: t.kind === 'tcp' ? t.options : [],
    about: t.kind === 'icmp' && t.about ? endsOf(t.about) : null,
    mark,
    connmark: connection?.mark ?? 0,
  };
};

/** What is known of a packet while its events are told one by one. */
interface Telling {
  readonly reasons: boolean;
  /** The rules that rewrote connections of this trace, by host, connection and side. */
  readonly rewriters: Map<string, RuleData>;
  packet: Packet | null;
  marks: Marks;
  /** The rule of nat that decided last. */
  decided: RuleData | null;
}

const unmarked: Marks = { mark: 0, connection: null };

const changesOf = (hook: Hook, by: RuleData, effects: readonly Effect[]) =>
  effects.flatMap((effect) =>
    effect.kind === 'changed'
      ? [
          {
            kind: 'rewritten' as const,
            hook,
            by,
            before: headerOf(effect.before.packet, effect.before),
            after: headerOf(effect.after.packet, effect.after),
          },
        ]
      : [],
  );

/** The steps of one line of a walk. */
const walked = (host: string, visit: Visit, step: Step, told: Telling): readonly StepData[] => {
  const { hook, table } = visit;
  switch (step.kind) {
    case 'missed':
      return told.reasons
        ? Array.from({ length: step.count }, (_, i): StepData => {
            const index = step.first + i;
            const reason = whyMissed(visit, step, index);
            return { host, kind: 'missed', hook, table, chain: step.chain, rule: index + 1, reason };
          })
        : [];
    case 'not-simulated':
      return told.reasons
        ? [
            {
              host,
              kind: 'missed',
              hook,
              table,
              chain: step.chain,
              rule: step.index + 1,
              reason: whyMissed(visit, step, step.index),
            },
          ]
        : [];
    case 'matched': {
      const { chain, index, target, effects } = step;
      const rule = { table, chain, rule: index + 1 };
      if (effects.some((e) => e.kind === 'nat')) told.decided = rule;
      return [
        { host, kind: 'rule', hook, table, chain, rule: index + 1, target: nameOfTarget(target) },
        ...changesOf(hook, rule, effects).map((change) => ({ host, ...change })),
      ];
    }
    case 'returned':
      return [{ host, kind: 'return', hook, table, chain: step.from, to: step.chain }];
    case 'policy':
      return [{ host, kind: 'policy', hook, table, chain: step.chain, verdict: step.policy }];
    case 'gave-up':
      return [];
  }
};

/** Who rewrote a packet: a rule names itself, and is remembered for the rest of the connection. */
const rewriterOf = (
  event: Extract<Event, { kind: 'rewritten' }>,
  direction: 'original' | 'reply' | null,
  told: Telling,
): RuleData | 'reply' | 'connection' => {
  if (event.by === 'connection' && direction === 'reply') return 'reply';
  const key = `${event.host} ${told.marks.connection?.id} ${event.hook}`;
  if (event.by === 'rule' && told.decided) told.rewriters.set(key, told.decided);
  return told.rewriters.get(key) ?? 'connection';
};

const told = (event: Event, direction: 'original' | 'reply' | null, now: Telling): readonly StepData[] => {
  switch (event.kind) {
    case 'made':
      now.packet = event.packet;
      now.marks = unmarked;
      return [];
    case 'routed': {
      const destination = now.packet && printAddress(now.packet.destination);
      const next = event.to === 'onward' ? (event.via ?? destination) : null;
      return [{ host: event.host, kind: 'route', next, device: event.to === 'here' ? 'lo' : event.device }];
    }
    case 'tracked': {
      const { host, hook, connection } = event;
      now.marks = { ...now.marks, connection };
      return [{ host, kind: 'conntrack', hook, state: connection.state, zone: connection.zone }];
    }
    case 'confirmed':
      return [];
    case 'table': {
      const { host, visit } = event;
      now.decided = null;
      now.packet = visit.after.packet;
      now.marks = visit.after;
      return visit.steps.flatMap((step) => walked(host, visit, step, now));
    }
    case 'rewritten': {
      const { host, hook, before, after } = event;
      now.packet = after;
      return [
        {
          host,
          kind: 'rewritten',
          hook,
          by: rewriterOf(event, direction, now),
          before: headerOf(before, now.marks),
          after: headerOf(after, now.marks),
        },
      ];
    }
    case 'wire':
      now.packet = event.packet;
      now.marks = unmarked;
      return [
        {
          host: event.from.host,
          kind: 'link',
          link: event.link,
          to: event.to.host,
          device: event.to.device,
        },
      ];
    case 'bridged':
      return [{ host: event.host, kind: 'link', link: event.bridge, to: event.host, device: event.to }];
    case 'delivered':
      return [{ host: event.host, kind: 'delivered' }];
    case 'dropped':
      return [{ host: event.host, kind: 'end', reason: event.reason }];
  }
};

/** The packets of a trace as data; with `reasons`, every rule that did not match is a step that says why. */
export const traceData = (
  trace: Trace,
  { reasons }: { readonly reasons: boolean },
): readonly PacketData[] => {
  const rewriters = new Map<string, RuleData>();
  return trace.journeys.map(({ title, answers, events }: Journey): PacketData => {
    const now: Telling = { reasons, rewriters, packet: null, marks: unmarked, decided: null };
    return {
      title,
      answers,
      steps: events.flatMap((event, i) => told(event, directionAt(events, i), now)),
    };
  });
};
