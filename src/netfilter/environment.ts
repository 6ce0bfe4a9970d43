/** What rules may ask of the host they are on. */
import type { Json } from '../text/json.ts';
import type { Skb, Tuple } from './packet.ts';
import type { Address, Hook } from './types.ts';

/** One end of what a socket waits for. */
export interface SocketEnd {
  readonly address: Address;
  readonly port: number;
}

/**
 * A socket as rules see it: `half` is less than a socket, a request or what is left of a connection. A transparent one
 * takes packets for addresses that are not the host's.
 */
export interface SocketSeen {
  readonly kind: 'connected' | 'half' | 'listening';
  readonly transparent: boolean;
}

/**
 * What rules may ask of their host, and targets too. All of it is given, so that a walk through a table is a
 * function of its arguments; what it answered to matches is kept with the walk (`Visit.answers`).
 */
export interface HostEnvironment {
  readonly hook: Hook;
  /** Virtual time in milliseconds since the Unix epoch. */
  readonly now: number;
  /** A seeded random number in [0, 1). */
  random(): number;
  /** As the kernel's FIB sees an address, from this host: the type `addrtype` names. */
  addressType(address: Address, device?: string): AddressType;
  /**
   * The connection that begins so, where the host tracks one: its TCP state, or null for other protocols.
   * Undefined where there is none.
   */
  tracked(original: Tuple): { readonly tcp: string | null } | undefined;
  /** The labels of a connection, by its id. */
  labels(connection: number): readonly number[];
  /** Puts a label on a connection. */
  label(connection: number, label: number): void;
  /**
   * The device that a reply to an address would leave by, looked up with a mark; `local` if the address is the
   * host's own.
   */
  reverseRoute(
    address: Address,
    mark: number,
  ): { readonly kind: 'unicast' | 'local'; readonly device: string } | null;
  /** Whether the host has a route for a packet of its own that a rule has changed. */
  hasRoute(skb: Skb): boolean;
  /**
   * What kind of socket of this host would get what comes for `local` from `remote`, null for none. A
   * listener waits on any address; of a connection half made or all but closed the kernel keeps less than a
   * socket.
   */
  socket(protocol: 'tcp' | 'udp', local: SocketEnd, remote: SocketEnd): SocketSeen | null;
  /** The longest IP packet that a device sends whole, in bytes. */
  mtu(device: string): number;
  /** The Ethernet address of an interface. */
  hardwareAddress(device: string): string | null;
  /** The address that a device uses towards the packet's next hop, as MASQUERADE takes it; null if there is none. */
  primaryAddress(device: string): Address | null;
  /** What stateful extensions keep between packets. The host's `memory` takes the writes after the run. */
  recall(key: string): Json | undefined;
  remember(key: string, value: Json): void;
}

/** What a match may ask: of its host, and which rule it is in. */
export interface Environment extends HostEnvironment {
  /** The rule and the match's place in it, for what a stateful match keeps of this rule alone. */
  readonly rule: string;
}

/** Address types that routing can tell. Reference: include/uapi/linux/rtnetlink.h, RTN_*. */
export type AddressType =
  | 'UNSPEC'
  | 'UNICAST'
  | 'LOCAL'
  | 'BROADCAST'
  | 'ANYCAST'
  | 'MULTICAST'
  | 'BLACKHOLE'
  | 'UNREACHABLE'
  | 'PROHIBIT'
  | 'THROW'
  | 'NAT'
  | 'XRESOLVE';

/**
 * One answer of a host to a match. Kept by reference, so that a walk can be looked at again in the state that
 * its rules met.
 */
export type HostAnswer = ReturnType<HostEnvironment[HostQuestion]>;

/** What a match may ask a host for. */
export type HostQuestion =
  | 'random'
  | 'addressType'
  | 'tracked'
  | 'labels'
  | 'reverseRoute'
  | 'hasRoute'
  | 'socket'
  | 'hardwareAddress'
  | 'primaryAddress'
  | 'recall';
