/**
 * Kernel parameters that scripts set and nothing here obeys: they are kept, printed, and change nothing. Values as in a
 * fresh network namespace of Linux 6.18, or on Debian 12 where the machine chooses them.
 */

/** `NAME=VALUE`, or NAME alone where the value is 0; a value's tabs are written as commas. */
const read = (prefix: string, text: string): readonly (readonly [string, string])[] =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => {
      const [name, value = '0'] = word.split('=');
      return [prefix + name!, value.replaceAll(',', '\t')] as const;
    });

const host: readonly (readonly [string, string])[] = [
  ...read(
    'net.ipv4.',
    `icmp_echo_ignore_broadcasts=1 icmp_errors_use_inbound_ifaddr icmp_ignore_bogus_error_responses=1
    icmp_msgs_burst=50 icmp_msgs_per_sec=1000 igmp_max_memberships=20 igmp_max_msf=10 ip_dynaddr ip_early_demux=1
    ip_forward_use_pmtu ip_local_port_range=32768,60999 ip_local_reserved_ports= ip_no_pmtu_disc ip_nonlocal_bind
    ip_unprivileged_port_start=1024 ipfrag_high_thresh=4194304 ipfrag_low_thresh=3145728 ipfrag_max_dist=64
    ipfrag_time=30 ping_group_range=1,0 fwmark_reflect fib_multipath_hash_policy tcp_abort_on_overflow
    tcp_adv_win_scale=1 tcp_app_win=31 tcp_autocorking=1 tcp_base_mss=1024 tcp_challenge_ack_limit=2147483647
    tcp_congestion_control=cubic tcp_dsack=1 tcp_early_retrans=3 tcp_ecn=2 tcp_ecn_fallback=1 tcp_fack tcp_fastopen=1
    tcp_fin_timeout=60 tcp_frto=2 tcp_fwmark_accept tcp_invalid_ratelimit=500 tcp_keepalive_intvl=75
    tcp_keepalive_probes=9 tcp_keepalive_time=7200 tcp_limit_output_bytes=4194304 tcp_max_orphans=131072
    tcp_max_reordering=300 tcp_max_syn_backlog=2048 tcp_max_tw_buckets=131072 tcp_mem=769101,1025471,1538202
    tcp_min_snd_mss=48 tcp_moderate_rcvbuf=1 tcp_mtu_probing tcp_no_metrics_save tcp_notsent_lowat=4294967295
    tcp_orphan_retries tcp_recovery=1 tcp_reordering=3 tcp_retrans_collapse=1 tcp_retries1=3 tcp_retries2=15
    tcp_rfc1337 tcp_rmem=4096,131072,33554432 tcp_sack=1 tcp_slow_start_after_idle=1 tcp_stdurg tcp_syn_retries=6
    tcp_synack_retries=5 tcp_syncookies=1 tcp_thin_linear_timeouts tcp_timestamps=1 tcp_tso_win_divisor=3
    tcp_tw_reuse=2 tcp_window_scaling=1 tcp_wmem=4096,16384,4194304 tcp_workaround_signed_windows udp_early_demux=1
    udp_mem=1538202,2050944,3076404 udp_rmem_min=4096 udp_wmem_min=4096 route.min_adv_mss=256 route.min_pmtu=552
    route.mtu_expires=600`,
  ),
  ...read('net.ipv6.', 'bindv6only ip_nonlocal_bind icmp.ratelimit=1000 route.max_size=2147483647'),
  ...read(
    'net.bridge.',
    'bridge-nf-call-arptables bridge-nf-call-ip6tables bridge-nf-filter-pppoe-tagged bridge-nf-filter-vlan-tagged',
  ),
  ...read(
    'net.netfilter.',
    'nf_conntrack_buckets=262144 nf_conntrack_expect_max=4096 nf_conntrack_helper nf_conntrack_log_invalid',
  ),
  ...read(
    'net.core.',
    `bpf_jit_enable=1 bpf_jit_harden default_qdisc=fq_codel dev_weight=64 netdev_budget=300 netdev_max_backlog=1000
    optmem_max=131072 rmem_default=212992 rmem_max=4194304 somaxconn=4096 wmem_default=212992 wmem_max=4194304`,
  ),
  ...read(
    'kernel.',
    `core_uses_pid ctrl-alt-del dmesg_restrict=1 kexec_load_disabled kptr_restrict msgmax=8192 msgmnb=16384 panic
    panic_on_oops perf_event_paranoid=3 pid_max=4194304 printk=4,4,1,7 randomize_va_space=2 shmmni=4096 sysrq=438
    unprivileged_bpf_disabled=2 yama.ptrace_scope`,
  ),
  ...read(
    'fs.',
    `file-max=9223372036854775807 inotify.max_user_instances=128 inotify.max_user_watches=65536 nr_open=1048576
    protected_fifos=1 protected_hardlinks=1 protected_regular=2 protected_symlinks=1 suid_dumpable`,
  ),
  ...read(
    'vm.',
    `dirty_background_ratio=10 dirty_ratio=20 max_map_count=65530 min_free_kbytes=67584 mmap_min_addr=65536
    overcommit_memory overcommit_ratio=50 panic_on_oom swappiness=60 vfs_cache_pressure=100`,
  ),
];

const device4 = read(
  '',
  `accept_redirects=1 accept_source_route=1 arp_accept arp_announce arp_filter arp_ignore arp_notify bc_forwarding
  bootp_relay disable_policy disable_xfrm drop_gratuitous_arp drop_unicast_in_l2_multicast force_igmp_version
  ignore_routes_with_linkdown log_martians mc_forwarding medium_id promote_secondaries proxy_arp proxy_arp_pvlan
  secure_redirects=1 send_redirects=1 shared_media=1 tag`,
);
const device6 = read(
  '',
  `accept_dad=1 accept_ra=1 accept_ra_defrtr=1 accept_ra_pinfo=1 accept_ra_rtr_pref=1 accept_redirects=1
  accept_source_route addr_gen_mode autoconf=1 dad_transmits=1 disable_ipv6 forwarding hop_limit=64 max_addresses=16
  mtu=1500 proxy_ndp router_solicitations=-1 temp_prefered_lft=86400 temp_valid_lft=604800 use_tempaddr`,
);
const different: ReadonlyMap<string, string> = new Map([
  ['net.ipv4.conf.all.accept_source_route', '0'],
  ['net.ipv4.conf.lo.disable_policy', '1'],
  ['net.ipv4.conf.lo.disable_xfrm', '1'],
  ['net.ipv6.conf.all.accept_dad', '0'],
  ['net.ipv6.conf.all.mtu', '1280'],
  ['net.ipv6.conf.default.mtu', '1280'],
  ['net.ipv6.conf.lo.mtu', '65536'],
]);

/** The parameters that change nothing, with their values before they are set, on a host with these devices. */
export const keptParameters = (devices: readonly string[]): readonly (readonly [string, string])[] => [
  ...host,
  ...['all', 'default', ...devices].flatMap((device) =>
    [
      ...device4.map(([key, value]) => [`net.ipv4.conf.${device}.${key}`, value] as const),
      ...device6.map(([key, value]) => [`net.ipv6.conf.${device}.${key}`, value] as const),
    ].map(([key, value]) => [key, different.get(key) ?? value] as const),
  ),
];
