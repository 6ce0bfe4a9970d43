import type { SocketEnd, SocketSeen } from '../netfilter/environment.ts';
import type { Skb } from '../netfilter/packet.ts';
import type { OutgoingPacket } from './outgoingPacket.ts';
import type { Host } from './world.ts';

/** Who got a packet (null where no socket is open for it), and the packets that are sent back. */
export interface Delivery {
  readonly to: 'client' | 'listener' | 'kernel' | null;
  readonly send: readonly OutgoingPacket[];
}

/** What is above IP on every host: sockets, and the programs that have them open. */
export interface SocketLayer {
  /** Hands over a packet that has arrived; `journey` is its number, for the answers to name. */
  deliver(host: Host, skb: Skb, journey: number): Delivery;
  /**
   * What kind of socket of a host gets what comes for `local` from `remote`, null where it has none. `half` is
   * less than a socket: a request not yet answered, or the rest of a closed connection.
   */
  socketFor(host: Host, protocol: 'tcp' | 'udp', local: SocketEnd, remote: SocketEnd): SocketSeen | null;
  /** Sending failed at once: a rule of the sender's host changed the packet, and no route leads there. */
  sendFailed(packet: OutgoingPacket): void;
}
