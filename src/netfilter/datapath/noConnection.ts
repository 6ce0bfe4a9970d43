import type { ConnectionView, Skb } from '../packet.ts';

const nothing = {
  direction: 'original',
  id: null,
  original: null,
  reply: null,
  mark: 0,
  helper: null,
  foretoldBy: null,
  carried: null,
  expires: null,
  status: { seenReply: false, assured: false, confirmed: false, sourceNat: false, destinationNat: false },
} as const;

/** What matches see of a packet that belongs to nothing. */
export const invalid: ConnectionView = { state: 'INVALID', ...nothing };

/** What matches see of a packet that a rule keeps away from connection tracking. */
export const untracked: ConnectionView = { state: 'UNTRACKED', ...nothing };

const zeros = { protocol: 0, source: 0, destination: 0, sport: 0, dport: 0 } as const;

/** What matches see of a packet that brings a template to connection tracking: the template. */
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
 * What matches see of a packet's connection; null where nobody has looked yet. Reference:
 * include/net/netfilter/nf_conntrack.h, nf_ct_get
 */
export const connectionSeen = ({ connection, template }: Skb): ConnectionView | null =>
  connection ?? (template ? templated : null);
