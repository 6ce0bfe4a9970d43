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

/** The direction of a packet in its connection: `original` is that of the first packet. */
export type Direction = 'original' | 'reply';

/** One entry. After NAT `reply` is no longer the mirror of `original`. */
export interface Connection {
  readonly id: number;
  readonly original: Tuple;
  readonly reply: Tuple;
  readonly zone: Zone;
  /** Null for other protocols. */
  readonly tcp: TcpState | null;
  /** The side that closed first or sent the last RST; its next SYN begins the connection anew. Null before. */
  readonly closedBy: Direction | null;
  readonly seenReply: boolean;
  readonly assured: boolean;
  readonly confirmed: boolean;
  readonly sourceNat: boolean;
  readonly destinationNat: boolean;
  /** Whether the nat table has decided the source, and the destination: it does so once. */
  readonly sourceNatDone: boolean;
  readonly destinationNatDone: boolean;
  readonly mark: number;
  /** Bits that connlabel has set, by number. */
  readonly labels: readonly number[];
  /** The helper that reads its packets (`ftp`), null without one. */
  readonly helper: string | null;
  /** Whether the last payload in each direction ended a line: the helper reads only from the start of one. */
  readonly lineEnded: { readonly original: boolean; readonly reply: boolean };
  /** The connection that announced it, and that one's helper; null if it was not expected. */
  readonly master: { readonly id: number; readonly helper: string } | null;
  /** Packets and bytes in each direction, the current packet included; null if the host did not count when it began. */
  readonly counters: { readonly original: Counter; readonly reply: Counter } | null;
  /** The device whose address MASQUERADE gave it, null without MASQUERADE. */
  readonly masqueradeDevice: string | null;
  /** SYNPROXY opened it on behalf of its client. */
  readonly synproxy?: true;
  /** Which of its events are reported, and which have happened since the last report: bits of `eventBits`. */
  readonly eventMask: number;
  readonly pendingEvents: number;
  /** When it began, and when it is forgotten: milliseconds of virtual time. */
  readonly began: number;
  readonly expires: number;
}

/** A connection that a helper expects, from any port of `source`. */
export interface Expectation {
  /** The connection that announced it, by its id. */
  readonly master: number;
  readonly zone: Zone;
  readonly source: Address;
  readonly destination: Address;
  readonly port: number;
  /** When it is no longer expected: milliseconds of virtual time. */
  readonly expires: number;
  /** If its master is translated: what the new connection's addresses and port become. */
  readonly translation: {
    readonly source: Address;
    readonly destination: Address;
    readonly port: number;
  } | null;
}
