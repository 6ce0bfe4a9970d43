import { conntrackDefaults } from '../netfilter/datapath/conntrackParameter.ts';
import type { Sysctl } from '../netfilter/datapath/sysctl.ts';
import { keptParameters } from './keptParameters.ts';
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

const known = new WeakMap<Host, ReadonlyMap<string, string>>();

/** The parameters of a host that something here obeys, with their values before they are set. */
const obeyed = (host: Host): ReadonlyMap<string, string> => {
  const all = new Map(Object.entries(hostDefaults).map(([key, value]) => [key, String(value)]));
  const devices = host.interfaces.map((i) => i.name);
  for (const device of ['default', ...devices])
    for (const [key, value] of Object.entries(neighbourDefaults))
      all.set(`net.ipv4.neigh.${device}.${key}`, String(value));
  for (const device of ['all', 'default', ...devices])
    for (const [key, value] of Object.entries(deviceDefaults))
      all.set(
        `net.ipv4.conf.${device}.${key}`,
        key === 'forwarding' ? forwardingOf(host.sysctl) : String(value),
      );
  return all;
};

/**
 * Every parameter of a host, with its value, in the order of their names: those that something here obeys, and
 * those that are only kept.
 */
export const parameters = (host: Host): ReadonlyMap<string, string> => {
  const before = known.get(host);
  if (before) return before;
  const all = new Map([
    ...keptParameters(host.interfaces.map((i) => i.name)),
    ...obeyed(host),
    ...Object.entries(host.sysctl),
    ['net.ipv4.ip_forward', forwardingOf(host.sysctl)] as const,
  ]);
  const sorted = new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
  known.set(host, sorted);
  return sorted;
};

/** The parameters that were set on a host and change nothing here, in the order of their names. */
export const idleParameters = (host: Host): readonly string[] => {
  const obeys = obeyed(host);
  return Object.keys(host.sysctl)
    .filter((key) => !obeys.has(key))
    .sort();
};

/**
 * What a parameter is after a text was written to it, null where the kernel refuses the text: as many whole numbers
 * as it has now, in decimal or 0x…, the rest of them left as they are; any word where it has words.
 * Reference: kernel/sysctl.c, proc_dointvec
 */
export const valueWritten = (before: string, text: string): string | null => {
  const old = before.split('\t');
  if (!old.every((word) => /^-?\d+$/.test(word))) return text.trim().slice(0, 64);
  const words = text.trim().split(/\s+/).slice(0, old.length);
  if (!words.every((word) => /^-?(0x[\da-f]+|\d+)$/i.test(word))) return null;
  const numbers = words.map((word) => (word.startsWith('-') ? -Number(word.slice(1)) : Number(word)));
  const most = Math.max(2 ** 31 - 1, ...old.map(Number));
  if (numbers.some((n) => Math.abs(n) > most)) return null;
  return [...numbers.map(String), ...old.slice(numbers.length)].join('\t');
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
