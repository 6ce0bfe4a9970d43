/**
 * Where a packet of a lab ended, and which rule or policy decided that. All of it is read from the trace, so a page
 * says nothing that did not happen.
 */
import type { Answer } from '../network/scenario.ts';
import type { Event, Journey, Trace } from '../network/trace.ts';
import { type Decision, decisions, firstDecisions } from '../trace/decisions.ts';
import { goesBack, isOfCopy } from '../trace/goesBack.ts';
import { isErrorMessage } from '../trace/isErrorMessage.ts';
import { receiver, sender } from '../trace/packetFields.ts';
import { sayEndOn } from '../trace/sayDrop.ts';

/** The end of a packet. */
export interface PacketEnd {
  /** The host on which it ended: the receiver's, or the one where it or its reply got no further. */
  readonly host: string;
  /** Whether it was delivered and its reply came back. */
  readonly arrived: boolean;
  /** What decided, after `Packet 1`: "is dropped by `filter FORWARD, rule 2`". */
  readonly decided: string;
}

const nameOf = ({ table, chain, rule, host: at }: Decision, host: string): string =>
  `\`${table} ${chain}, ${rule ? `rule ${rule.number}` : 'policy'}\`${at === host ? '' : ` on ${at}`}`;

const stopVerb = (target: string): string =>
  target === 'DROP' ? 'dropped' : target === 'REJECT' ? 'rejected' : 'stopped';

const stopped = (trace: Trace, host: string): Omit<PacketEnd, 'arrived'> | null => {
  let unheard: Omit<PacketEnd, 'arrived'> | null = null;
  for (const [i, journey] of trace.journeys.entries()) {
    if (isOfCopy(trace, journey)) continue;
    const told = decisions({ journeys: [journey] }).find((d) => d.ends);
    const end = journey.events.find((e) => e.kind === 'dropped');
    if (!told && !end) continue;
    const back = goesBack(trace, journey);
    const lost = `gets no reply: the ${isErrorMessage(journey) ? 'error message about it' : 'reply'}`;
    if (told) {
      const verb = `is ${stopVerb(told.target)} by ${nameOf(told, host)}`;
      return { host: told.host, decided: back ? `${lost} ${verb}` : verb };
    }
    const { host: at, reason } = end!;
    const where = sayEndOn(end!);
    const found = { host: at, decided: back ? `${lost} ${where}` : where };
    // A closed port answers. Where the answer got no further, that is what stopped it.
    if (reason !== 'no-socket' || !trace.journeys.some(({ answers }) => answers === i)) return found;
    unheard ??= found;
  }
  return unheard;
};

/** What goes from the sender to the receiver. */
const there = (trace: Trace): readonly Journey[] =>
  trace.journeys.filter((journey) => !goesBack(trace, journey) && !isOfCopy(trace, journey));

/** What stopped a packet on its way to the receiver: a rule or a policy; null where it got there, or something else did. */
export const stopper = (trace: Trace): Decision | null =>
  decisions({ journeys: there(trace) }).find((d) => d.ends) ?? null;

/** The probe's own first packet, or the first reply. */
export const opening = (trace: Trace, back: boolean): Trace => ({
  journeys: trace.journeys.filter((journey) => goesBack(trace, journey) === back).slice(0, 1),
});

/** Whether a host wrote another address or port into a packet after a decision of its nat table. */
const isRewritten = ({ journeys }: Trace, { host, table, chain }: Decision): boolean => {
  const events = journeys[0]?.events ?? [];
  const at = events.findIndex((e) =>
    decisions({ journeys: [{ ...journeys[0]!, events: [e] }] }).some(
      (d) => d.host === host && d.table === table && d.chain === chain,
    ),
  );
  const next = events.slice(at + 1).find((e) => e.kind === 'rewritten' || e.kind === 'table');
  return (
    next?.kind === 'rewritten' &&
    next.host === host &&
    (sender(next.before) !== sender(next.after) || receiver(next.before) !== receiver(next.after))
  );
};

/** Whether a host sends the first packet on over a link: its own, or one that passes through. */
const isSentBy = ({ journeys }: Trace, host: string): boolean =>
  journeys[0]?.events.some((e) => e.kind === 'wire' && e.from.host === host) ?? false;

/** `a`, `a, and b`, `a, b, and c`. */
const inRow = (said: readonly string[]): string =>
  said.length < 2 ? said.join() : `${said.slice(0, -1).join(', ')}, and ${said.at(-1)}`;

/** Whether something happened to a packet on a host. */
const isAt = (event: Event, host: string): boolean =>
  event.kind === 'wire' ? event.from.host === host || event.to.host === host : event.host === host;

const passed = (trace: Trace, host: string): string => {
  const first = opening(trace, false);
  const there = firstDecisions(first, host);
  const back = firstDecisions(opening(trace, true), host);
  const filtered = there.filter((d) => d.table === 'filter').at(-1);
  const nat = there.filter((d) => d.table === 'nat' && d.rule && !['ACCEPT', 'RETURN'].includes(d.target));
  const changed = nat.filter((d) => isRewritten(first, d));
  const reply = filtered?.rule ? undefined : back.find((d) => d.table === 'filter' && d.rule);
  const told: readonly (readonly [Decision, string])[] = [
    ...(changed.length > 0
      ? changed.map((d) => [d, `is rewritten by ${nameOf(d, host)} (${d.target})`] as const)
      : // MASQUERADE of what has the right source already, for example.
        nat[0]
        ? [[nat[0], `keeps its addresses at ${nameOf(nat[0], host)} (${nat[0].target})`] as const]
        : []),
    // Where a reply is what a rule let through, a packet that came in or passed through did not go out.
    ...(filtered && (filtered.rule || !(nat[0] || reply) || (reply && filtered.chain !== 'OUTPUT'))
      ? [[filtered, `is accepted by ${nameOf(filtered, host)}`] as const]
      : []),
  ];
  // In the order in which it happened: filter is before nat POSTROUTING, and after nat PREROUTING.
  const said = told.toSorted(([a], [b]) => there.indexOf(a) - there.indexOf(b)).map(([, says]) => says);
  if (reply)
    said.push(
      `${said.length ? 'its' : isSentBy(first, host) ? 'goes out, and its' : 'arrives, and its'} reply is accepted by ${nameOf(reply, host)}`,
    );
  if (said.length > 0) return inRow(said);
  const [other, its] = [there.find((d) => d.rule), back.find((d) => d.rule)];
  return other
    ? `is accepted by ${nameOf(other, host)}`
    : its
      ? `${isSentBy(first, host) ? 'goes out, and its' : 'arrives, and its'} reply is accepted by ${nameOf(its, host)}`
      : trace.journeys.some(({ events }) => events.some((e) => isAt(e, host)))
        ? `meets no rule on ${host} that stops it`
        : `does not pass ${host}`;
};

/** A reply that came back, and that no program takes, because it is from another address or port than was asked. */
const fromAnother = (trace: Trace, from: string): Omit<PacketEnd, 'arrived'> | null => {
  const sent = trace.journeys[0]!.events.find((e) => e.kind === 'made')?.packet;
  for (const journey of trace.journeys) {
    const end = journey.events.findLast((e) => e.kind === 'delivered');
    if (!sent || !end || !goesBack(trace, journey) || end.host !== from || end.to !== 'kernel') continue;
    const { packet } = end.skb;
    if (packet.protocol !== sent.protocol || sender(packet) === receiver(sent)) continue;
    return {
      host: from,
      decided: `gets a reply from ${sender(packet)}, and not from ${receiver(sent)}, so ${from} does not take it`,
    };
  }
  return null;
};

/** Where a reply went that did not go to the sender: `, and its reply goes to node-2`. */
const astray = (trace: Trace, from: string): string => {
  for (const journey of trace.journeys) {
    const end = journey.events.findLast((e) => e.kind === 'delivered');
    if (end && end.host !== from && goesBack(trace, journey))
      return `, and ${isErrorMessage(journey) ? 'the error message about it' : 'its reply'} goes to ${end.host}`;
  }
  return '';
};

/** What stops that which the sender sends once it is connected: the receiver never hears that it is. Null where nothing does. */
export const stopsLater = (trace: Trace): Decision | null =>
  decisions({ journeys: there(trace).slice(1) }).find((d) => d.ends) ?? null;

const stoppedAfter = (trace: Trace, host: string): string | null => {
  const stops = stopsLater(trace);
  return stops
    ? `; what is sent once it is connected is ${stopVerb(stops.target)} by ${nameOf(stops, host)}`
    : null;
};

/** Whether the packet that was sent asks for something new: a segment without a SYN, or with an ACK, belongs to what was begun before. */
const beginsConnection = ({ journeys }: Trace): boolean => {
  const { transport } = journeys[0]!.events.find((e) => e.kind === 'made')!.packet;
  return transport.kind !== 'tcp' || (transport.flags.includes('SYN') && !transport.flags.includes('ACK'));
};

/** The end of what a host sent, seen from the one whose rules the lab is about. */
export const packetEnd = (answer: Answer, trace: Trace, host: string, from: string): PacketEnd => {
  if (trace.journeys.length === 0)
    return {
      host: from,
      arrived: false,
      decided: `is not sent: ${from} ${answer.outcome === 'unreachable' ? 'has no route for it' : 'refuses to'}`,
    };
  const arrived = answer.outcome === 'connected' || answer.outcome === 'replied';
  const end = arrived ? null : (stopped(trace, host) ?? fromAnother(trace, from));
  if (end) return { ...end, arrived };
  const delivered = trace.journeys[0]?.events.findLast((e) => e.kind === 'delivered');
  const at = answer.seen?.host ?? delivered?.host ?? host;
  const after = arrived ? stoppedAfter(trace, host) : astray(trace, from);
  const decided =
    answer.outcome === 'refused' && delivered?.to === 'kernel'
      ? `reaches ${at}, where ${beginsConnection(trace) ? 'no program listens for it' : 'it belongs to no connection'}`
      : passed(trace, host) + (after ?? '');
  return { host: at, arrived, decided };
};
