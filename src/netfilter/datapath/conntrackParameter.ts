import type { Sysctl } from './sysctl.ts';
import { timeoutDefaults } from './timeouts.ts';

/** Connection tracking's parameters and their defaults on Linux 6.18 */
export const conntrackDefaults = {
  'net.netfilter.nf_conntrack_acct': 0,
  'net.netfilter.nf_conntrack_checksum': 1,
  'net.netfilter.nf_conntrack_max': 262144,
  'net.netfilter.nf_conntrack_tcp_be_liberal': 0,
  'net.netfilter.nf_conntrack_tcp_loose': 1,
  ...timeoutDefaults,
} as const;

/** The value of one of connection tracking's parameters on a host. */
export const conntrackParameter = (sysctl: Sysctl, name: keyof typeof conntrackDefaults): number =>
  Number(sysctl[name] ?? conntrackDefaults[name]);
