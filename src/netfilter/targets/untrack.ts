import type { TargetResult } from '../extension.ts';
import type { ConnectionView, Skb } from '../packet.ts';

const untracked: ConnectionView = {
  state: 'UNTRACKED', direction: 'original', id: null, original: null, reply: null, mark: 0, carried: null, expires: null,
  status: { seenReply: false, assured: false, confirmed: false, sourceNat: false, destinationNat: false },
};

/** Keeps connection tracking away from the packet; on with the next rule. Reference: net/netfilter/xt_CT.c, notrack_tg. */
export const untrack = (skb: Skb): TargetResult => ({ kind: 'continue', skb: skb.connection === null ? { ...skb, connection: untracked } : skb, effects: [] });
