/** The packet before and after each event, as far as the events show it. */
import { packetAfter } from '../network/packetAfter.ts';
import type { Event } from '../network/trace.ts';
import type { PacketView } from './packetFields.ts';
import type { WalkLine } from './walkLines.ts';

/** The TTL that the next events show: forwarding lowers it, and no event of its own says so. */
export const nextTtl = (events: readonly Event[], from: number): number | null => {
  for (let i = from; i < events.length; i++) {
    const event = events[i]!;
    const packet =
      event.kind === 'rewritten'
        ? event.before
        : event.kind === 'table'
          ? event.visit.before.packet
          : packetAfter(event);
    if (packet) return packet.ttl;
  }
  return null;
};

/** The packet after an event. `forwarded` is its TTL where forwarding has lowered it, else null. */
export const viewAfter = (before: PacketView, event: Event, forwarded: number | null): PacketView => {
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
export const viewBefore = (
  before: PacketView,
  event: Event,
  after: PacketView,
  previous: Event | undefined,
): PacketView => {
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

/** The packet after a rule, given the packet before it. */
export const viewAfterRule = (
  line: Extract<WalkLine, { kind: 'matched' }>,
  before: PacketView,
): PacketView => {
  for (const effect of [...line.effects].reverse()) if (effect.kind === 'changed') return effect.after;
  return before;
};
