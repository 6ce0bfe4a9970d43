import type { Packet } from '../netfilter/packet.ts';
import type { Event } from './trace.ts';

/** The packet as an event leaves it; null where the event does not show it. */
export const packetAfter = (event: Event): Packet | null => {
  switch (event.kind) {
    case 'made':
    case 'wire':
    case 'bridged':
      return event.packet;
    case 'rewritten':
      return event.after;
    case 'table':
      return event.visit.after.packet;
    case 'delivered':
      return event.skb.packet;
    case 'routed':
    case 'tracked':
    case 'confirmed':
    case 'dropped':
      return null;
  }
};
