import type { Packet, Skb } from '../netfilter/packet.ts';
import type { NextHop } from './nextHop.ts';

/** A packet that a host is about to send. */
export interface OutgoingPacket {
  readonly host: string;
  readonly packet: Packet;
  readonly by: 'client' | 'listener' | 'kernel';
  readonly owner: Skb['owner'];
  /** The connection that the kernel attaches to its own errors and resets; null for all others. */
  readonly connection: Skb['connection'];
  /** The index of the journey it answers; null for the client's first packet. */
  readonly answers: number | null;
  /** What connection tracking is asked to do with it; absent or null for nothing special. */
  readonly template?: Skb['template'];
  /** REJECT, SYNPROXY and transparent sockets send from the addresses of others; all other packets need one of the host. */
  readonly anySource?: true;
  /** Where a copy that TEE made goes, whatever its destination says. */
  readonly copy?: { readonly nextHop: NextHop; readonly mark: number };
}
