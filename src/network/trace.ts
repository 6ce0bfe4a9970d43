/** The way of every packet of a probe, hop by hop. Plain data; text and pictures are made from it. */
import type { HookEvent } from '../netfilter/datapath/packetAtHook.ts';
import type { Drop } from '../netfilter/drop.ts';
import type { Packet, Skb } from '../netfilter/packet.ts';

/** One thing that happened to one packet, in order. */
export type Event =
  /** A socket or the kernel made the packet. */
  | {
      readonly kind: 'made';
      readonly host: string;
      readonly by: 'client' | 'listener' | 'kernel';
      readonly packet: Packet;
    }
  /** A routing decision. `route` is in `ip route` words; null means there was none. */
  | {
      readonly kind: 'routed';
      readonly host: string;
      readonly to: 'here' | 'onward' | 'nowhere';
      readonly device: string | null;
      readonly via: string | null;
      readonly route: string | null;
    }
  /** Something at a hook: a look-up, a table, a rewriting, a confirmation. */
  | (HookEvent & { readonly host: string })
  /** It went over a link. */
  | {
      readonly kind: 'wire';
      readonly link: string;
      readonly from: { readonly host: string; readonly device: string };
      readonly to: { readonly host: string; readonly device: string };
      readonly packet: Packet;
    }
  /** It crossed a bridge of a host, from port to port. */
  | {
      readonly kind: 'bridged';
      readonly host: string;
      readonly bridge: string;
      readonly from: string;
      readonly to: string;
      readonly packet: Packet;
    }
  /** A socket got it. `port` is null for a ping that the kernel itself answers. */
  | {
      readonly kind: 'delivered';
      readonly host: string;
      readonly to: 'client' | 'listener' | 'kernel';
      readonly skb: Skb;
    }
  /** Its end: the reason, and the addresses and names of the case. */
  | ({ readonly kind: 'dropped'; readonly host: string } & Drop);

/** One packet from where it was made to where it ended. */
export interface Journey {
  /** `SYN`, `SYN,ACK`, `echo request`, `UDP`, `port-unreachable`, … */
  readonly title: string;
  /** The index of the journey this one answers, null for the probe's own packets. */
  readonly answers: number | null;
  /** When it set out: milliseconds of the virtual clock. */
  readonly at: number;
  readonly events: readonly Event[];
}

/** All packets of one probe, in the order they were made. */
export interface Trace {
  readonly journeys: readonly Journey[];
}

/** Several traces as one, in order. */
export const joined = (traces: readonly Trace[]): Trace => {
  const journeys: Journey[] = [];
  for (const trace of traces) {
    const before = journeys.length;
    journeys.push(
      ...trace.journeys.map((j) => ({ ...j, answers: j.answers === null ? null : j.answers + before })),
    );
  }
  return { journeys };
};
