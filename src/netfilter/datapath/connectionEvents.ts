import type { Connection } from './connection.ts';

/**
 * The events of a connection, as `CT --ctevents` names them; `label` has no name there. Reference:
 * uapi/linux/netfilter/nf_conntrack_common.h, ip_conntrack_events
 */
export const eventBits = {
  new: 1,
  related: 2,
  destroy: 4,
  reply: 8,
  assured: 16,
  protoinfo: 32,
  helper: 64,
  mark: 128,
  natseqinfo: 256,
  secmark: 512,
  label: 1024,
} as const;

/** Every event: what is reported of a connection unless a CT rule says otherwise. */
export const allEvents = 2047;

/** An event of a connection, as it is reported: `conntrack -E` prints one line for each. */
export interface ConnectionEvent {
  /** Virtual time in milliseconds. */
  readonly at: number;
  /** The entry as it was then. */
  readonly connection: Connection;
  /** Bits of `eventBits`: what has happened to it since the last report. */
  readonly bits: number;
  /** A command caused it: `conntrack -D` or `-F`. */
  readonly byCommand: boolean;
}

/**
 * The events so far and one more, unless a CT rule keeps that one quiet. Reference:
 * net/netfilter/nf_conntrack_ecache.c, __nf_conntrack_eventmask_report
 */
export const withEvent = (
  events: readonly ConnectionEvent[],
  event: ConnectionEvent,
): readonly ConnectionEvent[] =>
  (event.bits & event.connection.eventMask) === 0 ? events : [...events, event];
