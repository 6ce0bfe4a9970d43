import type { ConnectionView } from './packet.ts';

const nothing = {
  direction: 'original', id: null, original: null, reply: null, mark: 0, helper: null, foretoldBy: null, carried: null, expires: null,
  status: { seenReply: false, assured: false, confirmed: false, sourceNat: false, destinationNat: false },
} as const;

/** What matches see of a packet that belongs to nothing. */
export const invalid: ConnectionView = { state: 'INVALID', ...nothing };

/** What matches see of a packet that a rule keeps away from connection tracking. */
export const untracked: ConnectionView = { state: 'UNTRACKED', ...nothing };
