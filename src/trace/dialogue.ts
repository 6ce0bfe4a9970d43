/**
 * A connection as talk between machines: what each packet says, and what the program that began it is told at
 * the end.
 */
import { icmpErrorName } from '../network/packets.ts';
import type { Answer, ProbeSpec } from '../network/scenario.ts';
import type { Journey, Trace } from '../network/trace.ts';

/** One packet of the talk. `there`: from the machine that began. */
export interface Said {
  readonly way: 'there' | 'back';
  readonly who: string;
  /** `asks to connect`. */
  readonly says: string;
}

const icmpSays: Readonly<Record<NonNullable<ReturnType<typeof icmpErrorName>>, string>> = {
  'net-unreachable': 'reports: no way there',
  'host-unreachable': 'reports: that machine cannot be reached',
  'proto-unreachable': 'reports: that protocol is not spoken',
  'port-unreachable': 'reports: nobody is at that port',
  'net-prohibited': 'reports: that network is forbidden',
  'host-prohibited': 'reports: that machine is forbidden',
  'admin-prohibited': 'reports: that is forbidden',
  'ttl-exceeded': 'reports: too many hops',
};

const says = (journey: Journey, way: Said['way']): string => {
  const first = journey.events[0];
  if (first?.kind !== 'made') return journey.title;
  const t = first.packet.transport;
  switch (t.kind) {
    case 'tcp': {
      const has = (flag: (typeof t.flags)[number]) => t.flags.includes(flag);
      if (has('RST')) return way === 'back' ? 'refuses' : 'breaks off';
      if (has('SYN')) return has('ACK') ? 'agrees' : 'asks to connect';
      if (has('FIN')) return 'has said everything';
      return has('ACK') ? 'has heard it' : 'sends an odd segment';
    }
    case 'udp':
      return way === 'there' ? 'sends a datagram' : 'answers';
    case 'icmp': {
      const error = icmpErrorName(t);
      if (error) return icmpSays[error];
      return t.type === 8
        ? 'asks: are you there?'
        : t.type === 0
          ? 'answers: here I am'
          : `sends ${journey.title}`;
    }
    case 'other':
      return `sends ${journey.title}`;
  }
};

/** What every packet of a trace says, in order. */
export const talkOf = (trace: Trace): readonly Said[] => {
  const maker = (journey: Journey | undefined): string =>
    journey?.events[0]?.kind === 'made' ? journey.events[0].host : '';
  const client = maker(trace.journeys[0]);
  return trace.journeys.map((journey): Said => {
    const who = maker(journey);
    // A machine that talks to itself answers itself: the direction is then who made the packet, not where.
    const first = journey.events[0];
    const back =
      who !== client || (journey.answers !== null && first?.kind === 'made' && first.by !== 'client');
    const way = back ? 'back' : 'there';
    return { way, who, says: says(journey, way) };
  });
};

/** The packet never left the sender's own hooks. */
const stoppedAtHome = (trace: Trace): boolean => {
  const events = trace.journeys[0]?.events ?? [];
  const end = events.at(-1);
  return (
    end?.kind === 'dropped' &&
    (end.cause === 'rule' || end.cause === 'policy') &&
    !events.some(
      (e) =>
        e.kind === 'wire' ||
        (e.kind === 'table' && (e.visit.hook === 'PREROUTING' || e.visit.hook === 'INPUT')),
    )
  );
};

const told: Readonly<Record<string, string>> = {
  'net-unreachable': 'Network is unreachable (ENETUNREACH)',
  'net-prohibited': 'Network is unreachable (ENETUNREACH)',
  'proto-unreachable': 'Protocol not available (ENOPROTOOPT)',
  'port-unreachable': 'Connection refused (ECONNREFUSED)',
};

/** Whether a SYN,ACK came back to the program. */
const wasAgreedTo = (trace: Trace): boolean =>
  trace.journeys.some(
    (j) => j.title === 'SYN,ACK' && j.events.some((e) => e.kind === 'delivered' && e.to === 'client'),
  );

/**
 * What the program that sent the probe gets to know. Recorded on Linux 6.18: where the machine's own OUTPUT
 * or POSTROUTING stops a packet, `send` fails with EPERM for udp and ping, while tcp's `connect` tries again
 * until it gives up.
 */
export const sayEnd = (
  trace: Trace,
  answer: Pick<Answer, 'outcome' | 'icmp'>,
  probe: Pick<ProbeSpec, 'from' | 'tcp' | 'ping' | 'flags'>,
): string => {
  const program = `The program on ${probe.from}`;
  if (probe.flags === undefined && probe.tcp === undefined && stoppedAtHome(trace))
    return `${program} is told at once: Operation not permitted (EPERM). Its own machine stopped the packet.`;
  switch (answer.outcome) {
    case 'connected':
      return `${program} is connected.`;
    case 'replied':
      return `${program} has its answer.`;
    case 'refused':
      if (probe.tcp !== undefined && probe.flags === undefined && wasAgreedTo(trace))
        return `${program} is connected, and then told: Connection reset by peer (ECONNRESET).`;
      return probe.ping === undefined
        ? `${program} is told: Connection refused (ECONNREFUSED).`
        : `${program} is told: ${answer.icmp ?? 'refused'}.`;
    case 'unreachable':
      if (answer.icmp === null) return `${program} is told at once that there is no way: no packet was made.`;
      return probe.ping === undefined
        ? `${program} is told: ${told[answer.icmp] ?? 'No route to host (EHOSTUNREACH)'}.`
        : `${program} is told: ${answer.icmp}.`;
    case 'timeout':
      return `${program} hears nothing. It waits, and gives up.`;
  }
};
