import type { Packet } from '../netfilter/packet.ts';
import { hostParameter } from './sysctl.ts';
import type { Host } from './world.ts';

/** So many errors may go to one receiver at once. Reference: net/ipv4/inetpeer.c, XRLIM_BURST_FACTOR */
const burst = 6;

/**
 * A host after it has sent an ICMP error, or null where its rate limit keeps it from that: one error per receiver in
 * `icmp_ratelimit` milliseconds, of the types in `icmp_ratemask`. Reference: net/ipv4/icmp.c, icmpv4_xrlim_allow
 */
export const withIcmpAllowed = (host: Host, { transport, destination }: Packet, now: number): Host | null => {
  const limit = hostParameter(host.sysctl, 'net.ipv4.icmp_ratelimit');
  const limited = transport.kind === 'icmp' && (hostParameter(host.sysctl, 'net.ipv4.icmp_ratemask') & (1 << transport.type)) !== 0;
  if (limit === 0 || !limited) return host;
  const credit = host.icmpCredit[destination] ?? { tokens: burst * limit, at: now };
  const tokens = Math.min(credit.tokens + now - credit.at, burst * limit);
  return tokens < limit ? null : { ...host, icmpCredit: { ...host.icmpCredit, [destination]: { tokens: tokens - limit, at: now } } };
};
