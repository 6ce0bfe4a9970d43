import type { Packet } from '../netfilter/packet.ts';
import type { Address } from '../netfilter/types.ts';
import { hostParameter } from './sysctl.ts';
import type { Host } from './world.ts';

/** How many errors may go to one receiver at once. Reference: net/ipv4/inetpeer.c, XRLIM_BURST_FACTOR */
const burst = 6;

/**
 * How many of a receiver's tokens a routing error costs, and how many count at most. A token is a
 * millisecond. Reference: net/ipv4/route.c, ip_rt_error_cost and ip_rt_error_burst
 */
const routeError = { cost: 1000, most: 5000 };

type Tokens = Host['icmpCredit'][number];

/**
 * The tokens of a receiver, and when they were counted. A new receiver has had a minute to save them.
 */
const tokensFor = (host: Host, receiver: Address, now: number): Tokens =>
  host.icmpCredit[receiver] ?? { tokens: 0, at: now - 60_000 };

const withTokens = (host: Host, receiver: Address, tokens: number, now: number): Host => ({
  ...host,
  icmpCredit: { ...host.icmpCredit, [receiver]: { tokens, at: now } },
});

/**
 * A host after it has sent an ICMP error, or null if its rate limit forbids that: one error per receiver in
 * `icmp_ratelimit` milliseconds, of the types in `icmp_ratemask`. Reference: net/ipv4/icmp.c,
 * icmpv4_xrlim_allow
 */
export const withIcmpAllowed = (host: Host, { transport, destination }: Packet, now: number): Host | null => {
  const limit = hostParameter(host.sysctl, 'net.ipv4.icmp_ratelimit');
  const limited =
    transport.kind === 'icmp' &&
    (hostParameter(host.sysctl, 'net.ipv4.icmp_ratemask') & (1 << transport.type)) !== 0;
  // Without the parameter a host here has no limit and keeps no tokens. If it is set to 0, every error goes, and
  // its receiver's tokens are counted anew.
  if (!limited || host.sysctl['net.ipv4.icmp_ratelimit'] === undefined) return host;
  const { tokens: saved, at } = tokensFor(host, destination, now);
  // Tokens above the burst are cut off only when time has passed: not right after a routing error took some.
  const tokens = at === now ? saved : Math.min(saved + now - at, burst * limit);
  return tokens < limit ? null : withTokens(host, destination, tokens - limit, now);
};

/**
 * A host before it tells a sender that no route leads on, or null if its rate limit forbids that: five
 * errors at once, then one a second, whatever `icmp_ratelimit` is. Both limits take the same receiver's
 * tokens. Reference: net/ipv4/route.c, ip_error
 */
export const withRouteErrorAllowed = (host: Host, receiver: Address, now: number): Host | null => {
  const { tokens: saved, at } = tokensFor(host, receiver, now);
  const tokens = Math.min(saved + now - at, routeError.most);
  return tokens < routeError.cost ? null : withTokens(host, receiver, tokens - routeError.cost, now);
};
