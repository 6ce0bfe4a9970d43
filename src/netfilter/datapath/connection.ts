/** An entry of a connection table, and an expectation: what each holds. `conntrack.ts` is the table itself. */
import type { Tuple, Zone } from '../packet.ts';
import type { Address, Counter } from '../types.ts';

/** TCP states as `conntrack -L` names them. */
export type TcpState =
  | 'NONE'
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'ESTABLISHED'
  | 'FIN_WAIT'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'TIME_WAIT'
  | 'CLOSE'
  | 'SYN_SENT2';

/** The way of a packet, seen from who opened its connection. */
export type Direction = 'original' | 'reply';

/** One entry. After NAT `reply` is no longer the mirror of `original`. */
export interface Connection {
  readonly id: number;
  readonly original: Tuple;
  readonly reply: Tuple;
  readonly zone: Zone;
  /** Null for other protocols. */
  readonly tcp: TcpState | null;
  /** Who closed first, or sent the last RST: a new SYN may then begin the connection anew. Null before. */
  readonly closedBy: Direction | null;
  readonly seenReply: boolean;
  readonly assured: boolean;
  readonly confirmed: boolean;
  readonly sourceNat: boolean;
  readonly destinationNat: boolean;
  /** Each side's nat chains are walked once; then this is set. */
  readonly sourceNatDone: boolean;
  readonly destinationNatDone: boolean;
  readonly mark: number;
  /** Bits that connlabel has set, by number. */
  readonly labels: readonly number[];
  /** The helper that looks after it, null for none. */
  readonly helper: string | null;
  /** Whether what was said last, each way, ended a line: a helper reads only what begins one. */
  readonly lineEnded: { readonly original: boolean; readonly reply: boolean };
  /** The connection that foretold it, with its helper; null where it came unexpected. */
  readonly foretoldBy: { readonly master: number; readonly helper: string } | null;
  /** What has gone by each way, the packet under way included. */
  readonly carried: { readonly original: Counter; readonly reply: Counter };
  /** The device a MASQUERADE binding belongs to, null for others. */
  readonly masqueradeDevice: string | null;
  /** SYNPROXY opened it in the name of its client. */
  readonly synproxy?: true;
  /**
   * What is told of it to those who watch, and what has happened that was not told yet: bits of `happening`.
   */
  readonly told: number;
  readonly untold: number;
  /** Virtual time in milliseconds at which it began, and at which it is forgotten. */
  readonly began: number;
  readonly expires: number;
}

/** A connection that a helper has foretold: from any port of `source`. */
export interface Expectation {
  /** The connection in which it was read. */
  readonly master: number;
  readonly zone: Zone;
  readonly source: Address;
  readonly destination: Address;
  readonly port: number;
  /** Virtual time in milliseconds at which nobody waits for it any more. */
  readonly expires: number;
  /** Where the connection that foretold it is translated: what the new one's ends become. */
  readonly translation: {
    readonly source: Address;
    readonly destination: Address;
    readonly port: number;
  } | null;
}
