import type { Address, Counter } from './types.ts';

/** TCP flags by the names `--tcp-flags` uses, and the two of congestion that it cannot name. */
export type TcpFlag = 'FIN' | 'SYN' | 'RST' | 'PSH' | 'ACK' | 'URG' | 'ECE' | 'CWR';

/**
 * What a SYN cookie remembers of the SYN: its segment size, rounded down, the kinds of options that are to be
 * offered on, and whether it knows of congestion.
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
       * What SYNPROXY wrote into the sequence number and timestamp of a SYN,ACK, and an ACK sends back. The
       * window of such a SYN,ACK is 0.
       */
      readonly cookie?: Cookie;
      /** The timestamp it sends back is none that its receiver has sent. */
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
    }
  | { readonly kind: 'other' };

/** One IPv4 packet on a wire. */
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
  readonly transport: Transport;
  /** The text of the payload where somebody looks at it; its size is part of `length` either way. */
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
 * A zone of connection tracking, and for which direction of a connection it holds: the other one is in zone
 * 0.
 */
export type Zone = { readonly id: number; readonly direction: 'both' | 'original' | 'reply' };

/** What CT asks connection tracking to do with a packet it has not seen yet. */
export interface Template {
  /** `mark` takes the packet's mark for the zone's number. */
  readonly zone: { readonly id: number | 'mark'; readonly direction: Zone['direction'] };
  readonly helper: string | null;
  /** It is SYNPROXY's connection to a server. */
  readonly synproxy?: true;
  /** What is to be told of the connection: bits of `happening`; null leaves it at everything. */
  readonly events: number | null;
}

/** What connection tracking says of a packet, as matches see it. */
export interface ConnectionView {
  readonly state: ConnectionState;
  /** Which way this packet goes, seen from who opened the connection. */
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
  /** The helper that looks after the connection, null for none. */
  readonly helper: string | null;
  /** The helper that foretold the connection, null for none. */
  readonly foretoldBy: string | null;
  /** Packets and bytes so far, each way; null where there is no entry. */
  readonly carried: { readonly original: Counter; readonly reply: Counter } | null;
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
   * The ports of a bridge that it crosses, where br_netfilter shows it bridged packets; null otherwise. Its
   * way out is known once it is bridged.
   */
  readonly ports: { readonly input: string; readonly output: string | null } | null;
  /** Kernel packet type, as `pkttype` and REJECT see it. */
  readonly type: 'unicast' | 'broadcast' | 'multicast';
  /**
   * Whose socket sends it; null for forwarded packets. uid and gid are null where a socket has no program.
   */
  readonly owner: { readonly uid: number | null; readonly gid: number | null } | null;
  /** What CT has asked for, null for nothing. */
  readonly template: Template | null;
  /** Null before conntrack has looked, or where this host does not track. */
  readonly connection: ConnectionView | null;
}

/** A packet that the kernel sends on account of another, from whatever address. */
export interface Made {
  readonly packet: Packet;
  /** The connection it is sent with; null where the host has yet to look it up. */
  readonly connection: ConnectionView | null;
  readonly template: Template | null;
}
