import type { ConnectionState, ConnectionView, Skb } from '../packet.ts';
import type { Connection, Direction } from './connection.ts';

/** What matches see of the connection of a packet. */
export const connectionView = (
  c: Connection,
  direction: Direction,
  state: ConnectionState,
  now: number,
): ConnectionView => ({
  state,
  direction,
  id: c.id,
  original: c.original,
  reply: c.reply,
  mark: c.mark,
  zone: c.zone.direction === 'both' || c.zone.direction === direction ? c.zone.id : 0,
  helper: c.helper,
  masterHelper: c.master?.helper ?? null,
  counters: c.counters,
  expires: Math.max(0, Math.floor((c.expires - now) / 1000)),
  status: {
    seenReply: c.seenReply,
    assured: c.assured,
    confirmed: c.confirmed,
    sourceNat: c.sourceNat,
    destinationNat: c.destinationNat,
  },
});

const nothing = {
  direction: 'original',
  id: null,
  original: null,
  reply: null,
  mark: 0,
  zone: 0,
  helper: null,
  masterHelper: null,
  counters: null,
  expires: null,
  status: { seenReply: false, assured: false, confirmed: false, sourceNat: false, destinationNat: false },
} as const;

/** What matches see of a packet that belongs to no connection and cannot begin one. */
export const invalidView: ConnectionView = { state: 'INVALID', ...nothing };

/** What matches see of a packet that a rule exempts from connection tracking. */
export const untrackedView: ConnectionView = { state: 'UNTRACKED', ...nothing };

const zeros = { protocol: 0, source: 0, destination: 0, sport: 0, dport: 0 } as const;

/** What matches see between a CT rule and the look-up: the template that the rule has attached. */
const templated: ConnectionView = {
  ...nothing,
  state: 'NEW',
  id: 0,
  original: zeros,
  reply: zeros,
  expires: 0,
  status: { ...nothing.status, confirmed: true },
};

/**
 * What matches see of a packet's connection; null before the look-up. Reference:
 * include/net/netfilter/nf_conntrack.h, nf_ct_get
 */
export const connectionSeen = ({ connection, template }: Skb): ConnectionView | null =>
  connection ?? (template ? templated : null);
