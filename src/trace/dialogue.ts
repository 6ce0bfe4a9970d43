/**
 * A connection as a dialogue between hosts: what each packet says, and what the program that began it is told
 * in the end.
 */
import type { EndReason } from '../netfilter/endReasons.ts';
import { icmpErrorName } from '../network/packets.ts';
import type { Answer, ProbeSpec } from '../network/scenario.ts';
import type { Journey, Trace } from '../network/trace.ts';
import { goesBack } from './goesBack.ts';

/** One packet of the dialogue. `there`: away from the end that began; `back`: towards it. */
export interface DialogueLine {
  readonly direction: 'there' | 'back';
  readonly who: string;
  /** `asks to connect`. */
  readonly text: string;
}

const icmpSays: Readonly<Record<NonNullable<ReturnType<typeof icmpErrorName>>, string>> = {
  'net-unreachable': 'reports: network unreachable',
  'host-unreachable': 'reports: host unreachable',
  'proto-unreachable': 'reports: protocol not supported',
  'port-unreachable': 'reports: port unreachable',
  'fragmentation-needed': 'reports: the packet is too long for the next link',
  'net-prohibited': 'reports: network prohibited',
  'host-prohibited': 'reports: host prohibited',
  'admin-prohibited': 'reports: prohibited by the administrator',
  'ttl-exceeded': 'reports: TTL ran out',
};

const sayPacket = (journey: Journey, direction: DialogueLine['direction']): string => {
  const first = journey.events[0];
  if (first?.kind !== 'made') return journey.title;
  const t = first.packet.transport;
  switch (t.kind) {
    case 'tcp': {
      const has = (flag: (typeof t.flags)[number]) => t.flags.includes(flag);
      if (has('RST')) return first.by === 'client' ? 'resets the connection' : 'refuses';
      if (has('SYN')) return has('ACK') ? 'accepts' : 'asks to connect';
      if (has('FIN')) return 'closes its side';
      return has('ACK') ? 'acknowledges' : 'sends an unusual segment';
    }
    case 'udp':
      return direction === 'there' ? 'sends a datagram' : 'replies';
    case 'icmp': {
      const error = icmpErrorName(t);
      if (error) return icmpSays[error];
      return t.type === 8 ? 'sends a ping' : t.type === 0 ? 'answers the ping' : `sends ${journey.title}`;
    }
    case 'other':
      return `sends ${journey.title}`;
  }
};

/** What every packet of a trace says, in order. */
export const dialogueOf = (trace: Trace): readonly DialogueLine[] =>
  trace.journeys.map((journey) => {
    const [first] = journey.events;
    const direction = goesBack(trace, journey) ? 'back' : 'there';
    return { direction, who: first?.kind === 'made' ? first.host : '', text: sayPacket(journey, direction) };
  });

/** The ends that a table of rules makes of a packet. */
const byRules: readonly EndReason[] = ['rule', 'rejected', 'policy', 'match', 'queue'];

/** The packet never left the sender's own hooks. */
const stoppedAtHome = (trace: Trace): boolean => {
  const events = trace.journeys[0]?.events ?? [];
  const end = events.at(-1);
  return (
    end?.kind === 'dropped' &&
    byRules.includes(end.reason) &&
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
  'fragmentation-needed': 'Message too long (EMSGSIZE)',
};

/** Whether a SYN,ACK came back to the program. */
const wasAgreedTo = (trace: Trace): boolean =>
  trace.journeys.some(
    (j) => j.title === 'SYN,ACK' && j.events.some((e) => e.kind === 'delivered' && e.to === 'client'),
  );

/**
 * What the program that sent the probe is told. Recorded on Linux 6.18: where the machine's own OUTPUT
 * or POSTROUTING stops a packet, `send` fails with EPERM for udp and ping, while tcp's `connect` tries again
 * until it gives up.
 */
export const sayToProgram = (
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
      return `${program} gets a reply.`;
    case 'refused':
      if (probe.tcp !== undefined && probe.flags === undefined && wasAgreedTo(trace))
        return `${program} is connected, and then told: Connection reset by peer (ECONNRESET).`;
      return probe.ping === undefined
        ? `${program} is told: Connection refused (ECONNREFUSED).`
        : `${program} is told: ${answer.icmp ?? 'refused'}.`;
    case 'unreachable':
      if (answer.icmp === null)
        return `${program} is told at once that there is no route: no packet was sent.`;
      return probe.ping === undefined
        ? `${program} is told: ${told[answer.icmp] ?? 'No route to host (EHOSTUNREACH)'}.`
        : `${program} is told: ${answer.icmp}.`;
    case 'timeout':
      return `${program} gets no answer, and gives up after a while.`;
  }
};
