/** Kernel parameters by their names; what is not there has the kernel's default. */
export type Sysctl = Readonly<Record<string, string>>;

/**
 * Connection tracking's parameters and their defaults on Linux 6.18; times in seconds. Reference:
 * net/netfilter/nf_conntrack_standalone.c
 */
export const conntrackDefaults = {
  'net.netfilter.nf_conntrack_acct': 0,
  'net.netfilter.nf_conntrack_checksum': 1,
  'net.netfilter.nf_conntrack_generic_timeout': 600,
  'net.netfilter.nf_conntrack_icmp_timeout': 30,
  'net.netfilter.nf_conntrack_max': 262144,
  'net.netfilter.nf_conntrack_tcp_be_liberal': 0,
  'net.netfilter.nf_conntrack_tcp_loose': 1,
  'net.netfilter.nf_conntrack_tcp_timeout_close': 10,
  'net.netfilter.nf_conntrack_tcp_timeout_close_wait': 60,
  'net.netfilter.nf_conntrack_tcp_timeout_established': 432000,
  'net.netfilter.nf_conntrack_tcp_timeout_fin_wait': 120,
  'net.netfilter.nf_conntrack_tcp_timeout_last_ack': 30,
  'net.netfilter.nf_conntrack_tcp_timeout_max_retrans': 300,
  'net.netfilter.nf_conntrack_tcp_timeout_syn_recv': 60,
  'net.netfilter.nf_conntrack_tcp_timeout_syn_sent': 120,
  'net.netfilter.nf_conntrack_tcp_timeout_time_wait': 120,
  'net.netfilter.nf_conntrack_tcp_timeout_unacknowledged': 300,
  'net.netfilter.nf_conntrack_udp_timeout': 30,
  'net.netfilter.nf_conntrack_udp_timeout_stream': 120,
} as const;

/** The value of one of connection tracking's parameters on a host. */
export const conntrackParameter = (sysctl: Sysctl, name: keyof typeof conntrackDefaults): number =>
  Number(sysctl[name] ?? conntrackDefaults[name]);
