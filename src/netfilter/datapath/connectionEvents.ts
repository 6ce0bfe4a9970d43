import type { Connection } from './connection.ts';

/**
 * What can happen to an entry, as `CT --ctevents` names it (and labels, which it cannot name). Reference:
 * uapi/linux/netfilter/nf_conntrack_common.h, ip_conntrack_events
 */
export const happening = {
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

/** All of it: what is told of an entry where CT says nothing else. */
export const everything = 2047;

/** What those who watch are told of an entry: `conntrack -E` prints one line for each. */
export interface ConnectionEvent {
  /** Virtual time in milliseconds. */
  readonly at: number;
  /** The entry as it was then. */
  readonly connection: Connection;
  /** Bits of `happening`: all that had happened to it since it was told of last. */
  readonly what: number;
  /** Somebody asked for it: `conntrack -D` or `-F`. */
  readonly byCommand: boolean;
}

/**
 * What was told so far, and one event more, if the entry is one of which that is told. Reference:
 * net/netfilter/nf_conntrack_ecache.c, __nf_conntrack_eventmask_report
 */
export const withEvent = (
  events: readonly ConnectionEvent[],
  event: ConnectionEvent,
): readonly ConnectionEvent[] => ((event.what & event.connection.told) === 0 ? events : [...events, event]);
