/** How long connection tracking remembers a connection on which no more packets arrive. */
import type { Connection, TcpState } from './connection.ts';
import type { Sysctl } from './sysctl.ts';

/**
 * Seconds, as parameters with their defaults on Linux 6.18. Reference:
 * net/netfilter/nf_conntrack_standalone.c
 */
export const timeoutDefaults = {
  'net.netfilter.nf_conntrack_generic_timeout': 600,
  'net.netfilter.nf_conntrack_icmp_timeout': 30,
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

/** Milliseconds after which a UDP connection that is still in use counts as a stream. */
const streamAfter = 2000;

/** Whether a UDP connection is a stream: in use two seconds after its first packet. */
export const isStream = (c: Connection, now: number): boolean => now - c.began > streamAfter;

/**
 * The same connection, remembered for its full time from now on. Reference: nf_conntrack_proto_udp.c,
 * nf_conntrack_proto_tcp.c, nf_conntrack_proto_icmp.c, nf_conntrack_proto_generic.c
 */
export const withTimeout = (c: Connection, now: number, sysctl: Sysctl): Connection => ({
  ...c,
  expires: now + timeoutOf(c, now, sysctl) * 1000,
});

const timeoutOf = (c: Connection, now: number, sysctl: Sysctl): number => {
  if (c.tcp) return tcpTimeout(c.tcp, c.seenReply, sysctl);
  switch (c.original.protocol) {
    case 1:
      return seconds(sysctl, 'icmp_timeout');
    case 17:
      return seconds(sysctl, c.seenReply && isStream(c, now) ? 'udp_timeout_stream' : 'udp_timeout');
    default:
      return seconds(sysctl, 'generic_timeout');
  }
};

/** A connection picked up in the middle, which the other side has not answered yet, is forgotten sooner. */
const tcpTimeout = (state: TcpState, seenReply: boolean, sysctl: Sysctl): number => {
  const timeout = seconds(sysctl, tcpTimeouts[state]);
  return state === 'ESTABLISHED' && !seenReply
    ? Math.min(timeout, seconds(sysctl, 'tcp_timeout_unacknowledged'))
    : timeout;
};

const tcpTimeouts = {
  NONE: 'tcp_timeout_syn_sent',
  SYN_SENT: 'tcp_timeout_syn_sent',
  SYN_RECV: 'tcp_timeout_syn_recv',
  ESTABLISHED: 'tcp_timeout_established',
  FIN_WAIT: 'tcp_timeout_fin_wait',
  CLOSE_WAIT: 'tcp_timeout_close_wait',
  LAST_ACK: 'tcp_timeout_last_ack',
  TIME_WAIT: 'tcp_timeout_time_wait',
  CLOSE: 'tcp_timeout_close',
  SYN_SENT2: 'tcp_timeout_syn_sent',
} as const;

type TimeoutName = keyof typeof timeoutDefaults extends `net.netfilter.nf_conntrack_${infer N}` ? N : never;

const seconds = (sysctl: Sysctl, name: TimeoutName): number => {
  const parameter = `net.netfilter.nf_conntrack_${name}` as const;
  return Number(sysctl[parameter] ?? timeoutDefaults[parameter]);
};
