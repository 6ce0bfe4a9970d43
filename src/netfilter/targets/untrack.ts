import { untrackedView } from '../datapath/connectionView.ts';
import type { TargetResult } from '../extension.ts';
import type { Skb } from '../packet.ts';
import type { Deed } from '../phrase.ts';

/**
 * Whether connection tracking has had a word about the packet, or been given one: then it is too late for
 * another.
 */
export const isSettled = (skb: Skb): boolean => skb.connection !== null || skb.template !== null;

/**
 * Keeps connection tracking away from the packet; on with the next rule. Reference: net/netfilter/xt_CT.c,
 * notrack_tg.
 */
export const untrack = (skb: Skb): TargetResult => ({
  kind: 'continue',
  skb: isSettled(skb) ? skb : { ...skb, connection: untrackedView },
  effects: [],
});

/** The same in a sentence about a rule. */
export const untrackedDeed: Deed = {
  does: 'Don’t track …',
  after: '; nat and --ctstate ESTABLISHED won’t work for them',
};
