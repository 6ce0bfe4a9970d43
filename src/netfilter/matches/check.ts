import type { Check } from '../extension.ts';

/** One thing a match needs: whether the packet meets it, what comes after `needs`, and what is so. */
export const check = (met: boolean, needs: string, has: string): Check => ({ met, needs, has });

/** What a packet has that connection tracking knows nothing of. */
export const noConnection = 'the packet is part of no connection';
/** What a packet has that is no TCP or UDP packet, or a fragment after the first. */
export const noPorts = 'the packet has no ports';
/** What a fragment after the first has. */
export const laterFragment = 'this later fragment has no TCP header';
