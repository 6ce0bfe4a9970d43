/** The way of one packet as steps somebody can walk through: the same events as the text, with a picture's worth of state. */
import type { Packet } from '../netfilter/packet.ts';
import { rulesMet } from '../netfilter/reasons.ts';
import { saveRule } from '../netfilter/save.ts';
import type { Hook, Station, TableName } from '../netfilter/types.ts';
import { printAddress } from '../netfilter/values/address.ts';
import { protocolName } from '../netfilter/values/protocol.ts';
import type { Event, Trace } from '../network/trace.ts';
import type { World } from '../network/world.ts';
import { describeEvent, environmentOf } from './describe.ts';

/** One line of the packet's ticket. `was` is set where this step changed it. */
export interface Field {
  readonly name: 'from' | 'to' | 'protocol' | 'flags' | 'ttl' | 'connection';
  readonly value: string;
  readonly was: string | null;
}

/** A rule the packet met in this step. */
export interface StepRule {
  readonly text: string;
  readonly matched: boolean;
  readonly why: string;
}

/** One place of the way. */
export interface WayStep {
  readonly host: string;
  readonly hook: Hook | null;
  readonly station: Station | null;
  /** How the place ends the way, null in between. */
  readonly end: 'delivered' | 'dropped' | null;
  /** What happens here, in one sentence. */
  readonly say: string;
  readonly fields: readonly Field[];
  readonly rules: readonly StepRule[];
}

/** One packet's way. */
export interface Way {
  readonly title: string;
  /** The index of the way this one answers. */
  readonly answers: number | null;
  /** The machines in the order the packet comes to them. */
  readonly hosts: readonly string[];
  /** The hooks each machine hands the packet to, in order. Where the way ends early, those behind are not there. */
  readonly hooks: Readonly<Record<string, readonly Hook[]>>;
  readonly steps: readonly WayStep[];
}

const port = (p: Packet, which: 'sport' | 'dport'): string =>
  p.transport.kind === 'tcp' || p.transport.kind === 'udp' ? `:${p.transport[which]}` : '';

const ticket = (p: Packet, connection: string): readonly (readonly [Field['name'], string])[] => [
  ['from', printAddress(p.source) + port(p, 'sport')],
  ['to', printAddress(p.destination) + port(p, 'dport')],
  ['protocol', protocolName(p.protocol)],
  ...(p.transport.kind === 'tcp' ? [['flags', p.transport.flags.join(',')] as const] : []),
  ['ttl', String(p.ttl)],
  ['connection', connection],
];

/** Where an event stands among the hooks, if it does. */
const stationOf = (event: Event): { readonly hook: Hook; readonly station: Station } | null => {
  switch (event.kind) {
    case 'table':
      return { hook: event.visit.hook, station: event.visit.table };
    case 'tracked':
      return { hook: event.hook, station: 'conntrack' };
    case 'rewritten':
      return { hook: event.hook, station: 'nat' };
    default:
      return null;
  }
};

const packetOf = (event: Event): Packet | null => {
  switch (event.kind) {
    case 'made':
    case 'wire':
    case 'bridged':
      return event.packet;
    case 'table':
      return event.visit.after.packet;
    case 'rewritten':
      return event.after;
    case 'delivered':
      return event.skb.packet;
    default:
      return null;
  }
};

const hostOf = (event: Event): string => (event.kind === 'wire' ? event.to.host : event.host);

const rulesOf = (event: Event, world: World): StepRule[] =>
  event.kind === 'table'
    ? rulesMet(event.visit, environmentOf(world, event.host)).map((r) => ({
        text: saveRule(r.chain, r.rule),
        matched: r.matched,
        why: r.why,
      }))
    : [];

const sayTable = (event: Extract<Event, { kind: 'table' }>, rules: readonly StepRule[]): string => {
  const { visit, host } = event;
  const matched = rules.filter((r) => r.matched).length;
  const last = visit.steps.at(-1);
  const fate =
    last?.kind === 'policy'
      ? `the policy of ${last.chain} says ${last.policy}`
      : visit.verdict === 'DROP'
        ? 'the packet ends here'
        : 'the packet may go on';
  return `${host}, ${visit.hook}, table ${visit.table}: ${matched === 0 ? 'no rule fits' : matched === 1 ? 'one rule fits' : `${matched} rules fit`}, ${fate}.`;
};

/** The hooks an event leads a packet to, given those it met on this machine. */
const hooksAhead = (event: Event, met: readonly Hook[]): readonly Hook[] => {
  const arrived = met.includes('PREROUTING');
  switch (event.kind) {
    case 'made': return ['OUTPUT'];
    case 'wire': return ['PREROUTING'];
    case 'routed': return event.to === 'nowhere' ? [] : arrived ? (event.to === 'here' ? ['INPUT'] : ['FORWARD', 'POSTROUTING']) : ['POSTROUTING'];
    case 'table': return [event.visit.hook];
    case 'tracked': case 'rewritten': return [event.hook];
    default: return [];
  }
};

/** A table without rules is passed in silence, as is the moment a connection is written down. */
const isStep = (event: Event, rules: readonly StepRule[]): boolean =>
  event.kind === 'confirmed'
    ? false
    : event.kind === 'table'
      ? rules.length > 0 || event.visit.verdict === 'DROP'
      : true;

/** Every packet of a trace as steps. */
export const stepsOf = (trace: Trace, world: World): readonly Way[] =>
  trace.journeys.map(({ title, answers, events }) => {
    const hooks: Record<string, Hook[]> = {};
    const steps: WayStep[] = [];
    let fields: readonly Field[] = [];
    let connection = '–';
    for (const event of events) {
      const at = stationOf(event);
      const host = hostOf(event);
      const met = hooks[host] ?? [];
      hooks[host] = met;
      for (const hook of hooksAhead(event, met)) if (!met.includes(hook)) met.push(hook);
      if (event.kind === 'tracked') connection = event.connection.state;
      else if (event.kind === 'wire') connection = '–';
      const packet = packetOf(event);
      const before = new Map(fields.map((f) => [f.name, f.value]));
      const lines = packet
        ? ticket(packet, connection)
        : fields.map((f): readonly [Field['name'], string] => [
            f.name,
            f.name === 'connection' ? connection : f.value,
          ]);
      fields = lines.map(([name, value]) => ({
        name,
        value,
        was:
          before.has(name) && before.get(name) !== value && name !== 'connection' ? before.get(name)! : null,
      }));
      const rules = rulesOf(event, world);
      if (!isStep(event, rules)) continue;
      const say =
        event.kind === 'table' ? sayTable(event, rules) : `${describeEvent(event, world)[0]!.text}.`;
      steps.push({
        host,
        hook: at?.hook ?? null,
        station: at?.station ?? null,
        end: event.kind === 'delivered' || event.kind === 'dropped' ? event.kind : null,
        say,
        fields,
        rules,
      });
    }
    return { title, answers, hosts: Object.keys(hooks), hooks, steps };
  });

/** The tables among stations, for colour. */
export const isTable = (station: Station): station is TableName =>
  station !== 'conntrack' && station !== 'confirm';
