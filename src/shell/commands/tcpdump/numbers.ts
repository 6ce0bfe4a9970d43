import type { Trace } from '../../../network/trace.ts';

/**
 * The numbers of a TCP segment that packets here do not carry: both of its sequence numbers, and its
 * timestamps.
 */
export interface Numbers {
  /** What the connection's two sides began with. */
  readonly isn: number;
  readonly otherIsn: number;
  /** Counted from the beginning, the SYN being 0. */
  readonly sequence: number;
  readonly acknowledged: number;
  readonly time: number;
  readonly echo: number;
}

interface Side {
  next: number;
  heard: number;
  echo: number;
}

/** A number that looks like no other, and is always the same for the same text. */
const hash = (text: string): number => {
  let n = 2166136261;
  for (let i = 0; i < text.length; i++) n = Math.imul(n ^ text.charCodeAt(i), 16777619);
  return n >>> 0;
};

/**
 * Follows each connection of a trace through its segments, by the journeys that answer each other; the
 * initial numbers are made up. Gives the numbers by journey; those that are no TCP have none.
 */
export const numbersIn = (trace: Trace): ReadonlyMap<number, Numbers> => {
  const found = new Map<number, Numbers>();
  const roots: number[] = [];
  const connections = new Map<
    number,
    {
      readonly client: Side;
      readonly server: Side;
      readonly host: string;
      readonly source: number;
      readonly port: number;
    }
  >();
  for (const [i, journey] of trace.journeys.entries()) {
    roots.push(journey.answers === null ? i : roots[journey.answers]!);
    const made = journey.events[0];
    if (made?.kind !== 'made' || made.packet.transport.kind !== 'tcp') continue;
    const { transport, payload } = made.packet;
    const root = roots[i]!;
    const connection = connections.get(root) ?? {
      client: { next: 0, heard: 0, echo: 0 },
      server: { next: 0, heard: 0, echo: 0 },
      host: made.host,
      source: made.packet.source,
      port: transport.sport,
    };
    connections.set(root, connection);
    // SYNPROXY speaks for both sides.
    const mine =
      (made.host === connection.host || made.packet.source === connection.source) &&
      transport.sport === connection.port;
    const [self, other] = mine
      ? [connection.client, connection.server]
      : [connection.server, connection.client];
    const isns = [
      hash(`client ${root} ${connection.port}`),
      hash(`server ${root} ${connection.port}`),
    ] as const;
    // A clock of the machine that says it: milliseconds.
    const time = (journey.at + isns[mine ? 0 : 1]) % 4294967296;
    found.set(i, {
      isn: isns[mine ? 0 : 1],
      otherIsn: isns[mine ? 1 : 0],
      sequence: transport.flags.includes('RST') && transport.flags.includes('ACK') ? 0 : self.next,
      acknowledged: self.heard,
      time,
      echo: self.echo,
    });
    // A proxy's two handshakes begin one connection.
    const syn = transport.flags.includes('SYN');
    self.next = syn ? 1 : self.next + payload.length + (transport.flags.includes('FIN') ? 1 : 0);
    if (syn || journey.events.some((e) => e.kind === 'delivered')) {
      other.heard = self.next;
      other.echo = time;
    }
  }
  return found;
};
