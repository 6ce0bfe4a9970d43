import type { Address, Counter } from './types.ts';

/** TCP flags by the names `--tcp-flags` uses, and the two of ECN, which it cannot name. */
export type TcpFlag = 'FIN' | 'SYN' | 'RST' | 'PSH' | 'ACK' | 'URG' | 'ECE' | 'CWR';

/**
 * What a SYN cookie remembers of the SYN: its segment size, rounded down, the kinds of its options to offer to
 * the server, and whether it can do ECN.
 */
export interface Cookie {
  readonly mss: number;
  readonly kinds: readonly number[];
  readonly ecn: boolean;
}

/** What follows the IP header. */
export type Transport =
  | {
      readonly kind: 'tcp';
      readonly sport: number;
      readonly dport: number;
      readonly flags: readonly TcpFlag[];
      /**
       * Option kinds present, in order (1 fills space, 2 is MSS, 3 window scale, 4 SACK permitted, 8
       * timestamps).
       */
      readonly options: readonly number[];
      /** The maximum segment size, where option 2 offers one. */
      readonly mss?: number;
      /**
       * What SYNPROXY writes into the sequence number and timestamp of a SYN,ACK, and the ACK returns. The
       * window of such a SYN,ACK is 0.
       */
      readonly cookie?: Cookie;
      /** The timestamp it echoes was not sent by its receiver. */
      readonly strayEcho?: true;
    }
  | { readonly kind: 'udp'; readonly sport: number; readonly dport: number }
  | {
      readonly kind: 'icmp';
      readonly type: number;
      readonly code: number;
      /** The echo id of a query, null for an error. */
      readonly id: number | null;
      readonly sequence: number | null;
      /** The packet an error is about, as its sender saw it. */
      readonly about: Packet | null;
      /** What the next link carries, if the packet was too long for it. */
      readonly mtu?: number;
    }
  | { readonly kind: 'other' };

/** One IPv4 packet on a link. */
export interface Packet {
  readonly source: Address;
  readonly destination: Address;
  /** The IP protocol number (1 icmp, 6 tcp, 17 udp). */
  readonly protocol: number;
  readonly ttl: number;
  readonly tos: number;
  /** The IP total length in bytes: what counters add up. */
  readonly length: number;
  /** Null for a whole packet. `offset` is in bytes. */
  readonly fragment: { readonly offset: number; readonly more: boolean } | null;
  /** It was sent in fragments, and may be split again. */
  readonly mayBeSplit?: true;
  readonly transport: Transport;
  /** The text of the payload, if it matters; empty stands for any bytes. `length` counts the payload either way. */
  readonly payload: string;
}

/** Connection states as `--ctstate` and `--state` name them. */
export type ConnectionState = 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID' | 'UNTRACKED';

/**
 * One direction of a connection. Ports are null where the protocol has none; for ICMP `sport` is the echo id.
 */
export type Tuple = {
  readonly protocol: number;
  readonly source: Address;
  readonly destination: Address;
  readonly sport: number | null;
  readonly dport: number | null;
};

/**
 * A zone of connection tracking, and the direction of a connection it applies to: the other one is in zone 0.
 */
export type Zone = { readonly id: number; readonly direction: 'both' | 'original' | 'reply' };

/** What the CT target asks of connection tracking, which looks the packet up after it. */
export interface Template {
  /** `mark`: the packet's mark is the zone's number. */
  readonly zone: { readonly id: number | 'mark'; readonly direction: Zone['direction'] };
  readonly helper: string | null;
  /** It is SYNPROXY's connection to a server. */
  readonly synproxy?: true;
  /** Which events of the connection are reported: bits of `eventBits`; null for all of them. */
  readonly events: number | null;
}

/** What connection tracking knows of a packet, as matches see it. */
export interface ConnectionView {
  readonly state: ConnectionState;
  /** `original` is the direction of the connection's first packet. */
  readonly direction: 'original' | 'reply';
  /** The entry's key in the host's conntrack table, null for INVALID and UNTRACKED. */
  readonly id: number | null;
  /** The two tuples of the entry, null where there is none. */
  readonly original: Tuple | null;
  readonly reply: Tuple | null;
  /** Seconds until the entry is forgotten, null where there is none. */
  readonly expires: number | null;
  readonly status: {
    readonly seenReply: boolean;
    readonly assured: boolean;
    readonly confirmed: boolean;
    readonly sourceNat: boolean;
    readonly destinationNat: boolean;
  };
  readonly mark: number;
  /** The zone of this direction; 0 where there is no entry. */
  readonly zone: number;
  /** The helper that reads the connection's packets, null without one. */
  readonly helper: string | null;
  /** The helper of the connection that announced this one, null if it was not expected. */
  readonly masterHelper: string | null;
  /** Packets and bytes so far in each direction; null where there is no entry. */
  readonly counters: { readonly original: Counter; readonly reply: Counter } | null;
}

/** A packet inside one host: the packet with what the kernel knows beside it. */
export interface Skb {
  readonly packet: Packet;
  /** The interface it came in by; null for a packet made here, until it comes back in over `lo`. */
  readonly input: string | null;
  /** The interface it leaves by, as far as routing has decided. */
  readonly output: string | null;
  readonly mark: number;
  /** Ethernet source of a received packet (`02:00:00:00:01:01`), null for local ones. */
  readonly mac: string | null;
  /**
   * The bridge ports it crosses, if br_netfilter passes bridged packets to the hooks; else null. `output` is
   * known after the bridge has forwarded it.
   */
  readonly ports: { readonly input: string; readonly output: string | null } | null;
  /** Kernel packet type, as `pkttype` and REJECT see it. */
  readonly type: 'unicast' | 'broadcast' | 'multicast';
  /**
   * The user and group of the program that sends it; null for a forwarded packet. uid and gid are null for a
   * socket of the kernel.
   */
  readonly owner: { readonly uid: number | null; readonly gid: number | null } | null;
  /** What the CT target has asked for; null without CT. */
  readonly template: Template | null;
  /** Null before the look-up, and on a host that does not track connections. */
  readonly connection: ConnectionView | null;
  /** The port of the listener that TPROXY has given it to; absent for all other packets. */
  readonly proxy?: number;
}

/** A packet that the kernel itself sends in answer to another, from any source address. */
export interface KernelPacket {
  readonly packet: Packet;
  /** The connection it belongs to; null if connection tracking is to look that up. */
  readonly connection: ConnectionView | null;
  readonly template: Template | null;
}
