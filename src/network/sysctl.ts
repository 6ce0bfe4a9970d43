import { conntrackDefaults } from '../netfilter/datapath/conntrackParameter.ts';
import type { Sysctl } from '../netfilter/datapath/sysctl.ts';
import type { Host } from './world.ts';

/**
 * The values of a device's parameters before they are set. Hosts here start without reverse-path filter and
 * redirects.
 */
export const deviceDefaults = {
  accept_local: 0,
  forwarding: 0,
  route_localnet: 0,
  rp_filter: 0,
  src_valid_mark: 0,
} as const;

/**
 * How a device asks for a neighbour: how many times, and how many milliseconds apart. Reference: net/ipv4/arp.c,
 * arp_tbl
 */
export const neighbourDefaults = { mcast_solicit: 3, retrans_time_ms: 1000 } as const;

/**
 * The values of a host's own parameters before they are set. Hosts here start without a limit on ICMP errors.
 */
export const hostDefaults = {
  ...conntrackDefaults,
  'net.bridge.bridge-nf-call-iptables': 0,
  'net.ipv4.icmp_echo_ignore_all': 0,
  'net.ipv4.icmp_ratelimit': 0,
  'net.ipv4.icmp_ratemask': 6168,
  'net.ipv4.ip_default_ttl': 64,
  'net.ipv4.ip_forward': 0,
} as const;

/** The value of a parameter of the whole host. */
export const hostParameter = (sysctl: Sysctl, name: keyof typeof hostDefaults): number =>
  Number(sysctl[name] ?? hostDefaults[name]);

const ofDevice = (sysctl: Sysctl, device: string, key: keyof typeof deviceDefaults): number =>
  Number(sysctl[`net.ipv4.conf.${device}.${key}`] ?? deviceDefaults[key]);

/**
 * The value in effect for a device: the larger of its own and that of `all`. Reference:
 * include/linux/inetdevice.h, IN_DEV_MAXCONF and IN_DEV_ORCONF
 */
export const deviceParameter = (
  sysctl: Sysctl,
  device: string,
  key: Exclude<keyof typeof deviceDefaults, 'forwarding'>,
): number => Math.max(ofDevice(sysctl, 'all', key), ofDevice(sysctl, device, key));

/**
 * Milliseconds until a host gives up asking a link of one of its devices for a neighbour. Reference:
 * net/core/neighbour.c, neigh_timer_handler
 */
export const neighbourPatience = (sysctl: Sysctl, device: string): number => {
  const of = (key: keyof typeof neighbourDefaults) =>
    Number(sysctl[`net.ipv4.neigh.${device}.${key}`] ?? neighbourDefaults[key]);
  return of('mcast_solicit') * of('retrans_time_ms');
};

/**
 * Whether a host forwards what comes in by a device. Setting it for the host sets it for every device.
 * Reference: net/ipv4/devinet.c, inet_forward_change
 */
export const forwards = (sysctl: Sysctl, device: string): boolean =>
  Number(
    sysctl[`net.ipv4.conf.${device}.forwarding`] ??
      sysctl['net.ipv4.conf.all.forwarding'] ??
      hostParameter(sysctl, 'net.ipv4.ip_forward'),
  ) !== 0;

const forwardingOf = (sysctl: Sysctl): string =>
  sysctl['net.ipv4.conf.all.forwarding'] ?? sysctl['net.ipv4.ip_forward'] ?? '0';

/** Every parameter of a host that the simulator obeys, with its value, in the order of their names. */
export const parameters = (host: Host): ReadonlyMap<string, string> => {
  const { sysctl } = host;
  const all: Record<string, string> = Object.fromEntries(
    Object.entries(hostDefaults).map(([key, value]) => [key, String(value)]),
  );
  for (const device of ['default', ...host.interfaces.map((i) => i.name)])
    for (const [key, value] of Object.entries(neighbourDefaults))
      all[`net.ipv4.neigh.${device}.${key}`] = String(value);
  for (const device of ['all', 'default', ...host.interfaces.map((i) => i.name)])
    for (const [key, value] of Object.entries(deviceDefaults))
      all[`net.ipv4.conf.${device}.${key}`] = key === 'forwarding' ? forwardingOf(sysctl) : String(value);
  return new Map(
    Object.entries({ ...all, ...sysctl, 'net.ipv4.ip_forward': forwardingOf(sysctl) }).sort(([a], [b]) =>
      a < b ? -1 : 1,
    ),
  );
};

/**
 * The same host with a parameter set. `net.ipv4.ip_forward` also sets `forwarding` of every device. Reference:
 * net/ipv4/devinet.c, inet_forward_change
 */
export const withParameter = (host: Host, key: string, value: string): Host => {
  if (key !== 'net.ipv4.ip_forward' && key !== 'net.ipv4.conf.all.forwarding')
    return { ...host, sysctl: { ...host.sysctl, [key]: value } };
  const others = Object.entries(host.sysctl).filter(([k]) => !/^net\.ipv4\.conf\.[^.]+\.forwarding$/.test(k));
  return { ...host, sysctl: { ...Object.fromEntries(others), 'net.ipv4.ip_forward': value } };
};
