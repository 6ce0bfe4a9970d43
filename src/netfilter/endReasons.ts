import type { Drop } from './drop.ts';

/** One of the codes. Each has its data in `Drop`. */
export type EndReason = Drop['reason'];

/**
 * Why a packet ends without being delivered. A closed list: the simulator's events, `four-tables trace --json`,
 * the pictures and the sentences all use these codes.
 */
export const endReasons = {
  /** The rule is the last one of the walk: DROP, or another target that drops. */
  rule: 'a rule dropped it',
  /** REJECT. The answer, if one is sent, is a packet of its own. */
  rejected: 'a rule rejected it and told the sender',
  policy: 'no rule decided, and the policy of the chain is DROP',
  /** The kernel calls it hotdrop: connlimit and hashlimit do it, whatever the rule's target is. */
  match: 'a match had no answer and dropped it',
  /** QUEUE, and NFQUEUE without --queue-bypass. */
  queue: 'a rule handed it to a program, and no program is there',
  kept: 'a rule kept it to answer in its place (SYNPROXY)',
  'too-many-steps': 'a table has so many jumps that the simulation gave up',
  'no-route': 'the host has no route to its destination',
  'source-not-local': 'the sender does not have the source address',
  'not-forwarding': 'it is for another host, and this one does not forward (net.ipv4.ip_forward is 0)',
  tproxy: 'TPROXY gave it to a program, and routing would have sent it on',
  ttl: 'its TTL ran out',
  'no-neighbour': 'the next hop did not answer on the link',
  'no-socket': 'no program listens for it',
  'reverse-path': 'a reply to its source would go another way (rp_filter)',
  martian: 'its source or destination address cannot arrive on this interface',
  'masquerade-no-address': 'MASQUERADE found no address on the interface it leaves through',
  'masquerade-device':
    'MASQUERADE chose an address for another interface than the one it would leave through now',
  'conntrack-full': 'the connection table is full',
  'conntrack-clash': 'another connection already has its addresses and ports',
  helper: 'the connection helper could not read it',
  fragments: 'a fragment of it is missing',
  'too-long': 'it is longer than the next link carries, and may not be split',
  loop: 'it went in a circle without end, and the simulation gave up',
} as const satisfies Readonly<Record<EndReason, string>>;
