import type { Packet } from '../netfilter/packet.ts';
import type { Address } from '../netfilter/types.ts';
import { hostParameter } from './sysctl.ts';
import type { Host } from './world.ts';

/** So many errors may go to one receiver at once. Reference: net/ipv4/inetpeer.c, XRLIM_BURST_FACTOR */
const burst = 6;

/**
 * What an error of routing costs of what is saved up for a receiver, and how much of that counts:
 * milliseconds. Reference: net/ipv4/route.c, ip_rt_error_cost and ip_rt_error_burst
 */
const routeError = { cost: 1000, most: 5000 };

type Saved = Host['icmpCredit'][number];

/**
 * What a host has saved up for a receiver since it was last asked; for one that it has not met yet, since a
 * minute.
 */
const savedFor = (host: Host, receiver: Address, now: number): Saved =>
  host.icmpCredit[receiver] ?? { tokens: 0, at: now - 60_000 };

const withSaved = (host: Host, receiver: Address, tokens: number, now: number): Host => ({
  ...host,
  icmpCredit: { ...host.icmpCredit, [receiver]: { tokens, at: now } },
});

/**
 * A host after it has sent an ICMP error, or null where its rate limit keeps it from that: one error per
 * receiver in `icmp_ratelimit` milliseconds, of the types in `icmp_ratemask`. Reference: net/ipv4/icmp.c,
 * icmpv4_xrlim_allow
 */
export const withIcmpAllowed = (host: Host, { transport, destination }: Packet, now: number): Host | null => {
  const limit = hostParameter(host.sysctl, 'net.ipv4.icmp_ratelimit');
  const limited =
    transport.kind === 'icmp' &&
    (hostParameter(host.sysctl, 'net.ipv4.icmp_ratemask') & (1 << transport.type)) !== 0;
  // A host of ours limits nothing until it is told to; told 0, it lets everything go, and what was saved up
  // with it.
  if (!limited || host.sysctl['net.ipv4.icmp_ratelimit'] === undefined) return host;
  const { tokens: saved, at } = savedFor(host, destination, now);
  // Too much is cut off only when time has passed: not in the middle of an error of routing.
  const tokens = at === now ? saved : Math.min(saved + now - at, burst * limit);
  return tokens < limit ? null : withSaved(host, destination, tokens - limit, now);
};

/**
 * A host that is about to tell a sender that no route leads on, or null where it says nothing: five times at
 * once, then once a second, whatever `icmp_ratelimit` is; both take from what is saved up for the same
 * receiver. Reference: net/ipv4/route.c, ip_error
 */
export const withRouteErrorAllowed = (host: Host, receiver: Address, now: number): Host | null => {
  const { tokens: saved, at } = savedFor(host, receiver, now);
  const tokens = Math.min(saved + now - at, routeError.most);
  return tokens < routeError.cost ? null : withSaved(host, receiver, tokens - routeError.cost, now);
};
