/** One host's connections. */
import type { Tuple } from './packet.ts';
import type { Counter } from './types.ts';

/** TCP states as `conntrack -L` names them. */
export type TcpState =
  | 'NONE' | 'SYN_SENT' | 'SYN_RECV' | 'ESTABLISHED' | 'FIN_WAIT' | 'CLOSE_WAIT' | 'LAST_ACK' | 'TIME_WAIT' | 'CLOSE' | 'SYN_SENT2';

/** One entry. After NAT `reply` is no longer the mirror of `original`. */
export interface Connection {
  readonly id: number;
  readonly original: Tuple;
  readonly reply: Tuple;
  readonly tcp: TcpState | null;
  readonly seenReply: boolean;
  readonly assured: boolean;
  readonly confirmed: boolean;
  readonly sourceNat: boolean;
  readonly destinationNat: boolean;
  /** Each side's nat chains are walked once; then this is set. */
  readonly sourceNatDone: boolean;
  readonly destinationNatDone: boolean;
  readonly mark: number;
  /** What has gone by each way, the packet under way included. */
  readonly carried: { readonly original: Counter; readonly reply: Counter };
  /** The device a MASQUERADE binding belongs to, null for others. */
  readonly masqueradeDevice: string | null;
  /** Virtual time in milliseconds at which it is forgotten. */
  readonly expires: number;
}

/** All connections of one host, by id. */
export interface Conntrack {
  readonly connections: Readonly<Record<number, Connection>>;
  readonly next: number;
}

/** A host that has seen nothing yet. */
export const emptyConntrack: Conntrack = { connections: {}, next: 1 };

