import { tracksConnections } from '../netfilter/datapath/tracksConnections.ts';
import type { Skb } from '../netfilter/packet.ts';
import type { Flight } from './flight.ts';
import { reassembled } from './fragments.ts';

/**
 * Fragments put together, as they reach a program of a host; packets that are whole stay as they are. If a
 * fragment is missing, the others end here.
 */
export const defragment = (flight: Flight, host: string, packets: readonly Skb[]): readonly Skb[] => {
  if (!packets.some((skb) => skb.packet.fragment)) return packets;
  const whole = reassembled(packets);
  if (whole) return [whole];
  flight.drop(host, { reason: 'fragments' }, null);
  return [];
};

/**
 * Fragments as they enter a host: one that tracks connections puts them together before any
 * table. Reference: net/ipv4/netfilter/nf_defrag_ipv4.c
 */
export const defragmentIfTracking = (
  flight: Flight,
  host: string,
  packets: readonly Skb[],
): readonly Skb[] =>
  tracksConnections(flight.host(host).filter) ? defragment(flight, host, packets) : packets;
