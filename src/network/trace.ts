/** The way of every packet of a probe, hop by hop. Plain data; text and pictures are made from it. */
import type { ConnectionView, Packet, Skb } from '../netfilter/packet.ts';
import type { Visit } from '../netfilter/trace.ts';
import type { Hook } from '../netfilter/types.ts';

/** One thing that happened to one packet, in order. */
export type Event =
  /** A socket or the kernel made the packet. */
  | { readonly kind: 'made'; readonly host: string; readonly by: 'client' | 'listener' | 'kernel'; readonly packet: Packet }
  /** A routing decision. `route` is in `ip route` words; null means there was none. */
  | { readonly kind: 'routed'; readonly host: string; readonly to: 'here' | 'onward' | 'nowhere'; readonly device: string | null; readonly via: string | null; readonly route: string | null }
  /** Connection tracking looked the packet up (at PREROUTING or OUTPUT). */
  | { readonly kind: 'tracked'; readonly host: string; readonly hook: Hook; readonly connection: ConnectionView }
  /** The packet walked one table. */
  | { readonly kind: 'table'; readonly host: string; readonly visit: Visit }
  /** NAT changed addresses or ports, whether by a rule just now or as the connection's binding says. */
  | { readonly kind: 'rewritten'; readonly host: string; readonly hook: Hook; readonly by: 'rule' | 'connection'; readonly before: Packet; readonly after: Packet }
  /** A new connection was entered in the table for good. */
  | { readonly kind: 'confirmed'; readonly host: string; readonly connection: ConnectionView }
  /** It went over a link. */
  | { readonly kind: 'wire'; readonly link: string; readonly from: { readonly host: string; readonly device: string }; readonly to: { readonly host: string; readonly device: string }; readonly packet: Packet }
  /** A socket got it. `port` is null for a ping that the kernel itself answers. */
  | { readonly kind: 'delivered'; readonly host: string; readonly to: 'client' | 'listener' | 'kernel'; readonly skb: Skb }
  /** Its end: why, in plain words. `cause` is a fixed word for tests and pictures. */
  | {
      readonly kind: 'dropped';
      readonly host: string;
      readonly cause: 'rule' | 'policy' | 'no-route' | 'not-forwarding' | 'ttl' | 'no-neighbour' | 'no-socket' | 'reverse-path' | 'martian' | 'nat' | 'prohibited' | 'not-ours';
      readonly why: string;
    };

/** One packet from where it was made to where it ended. */
export interface Journey {
  /** `SYN`, `SYN,ACK`, `echo request`, `UDP`, `port-unreachable`, … */
  readonly title: string;
  /** The index of the journey this one answers, null for the probe's own packets. */
  readonly answers: number | null;
  readonly events: readonly Event[];
}

/** All packets of one probe, in the order they were made. */
export interface Trace {
  readonly journeys: readonly Journey[];
}
