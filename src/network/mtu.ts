import { dontFragment } from '../netfilter/datapath/packetBytes.ts';
import type { Packet } from '../netfilter/packet.ts';
import type { Address } from '../netfilter/types.ts';
import { interfaceOf } from './localAddress.ts';
import { nextHopOf } from './nextHop.ts';
import { flowTo } from './routes.ts';
import type { Host, Interface } from './world.ts';

/** The MTU of Ethernet, and that of `lo`. */
const ethernet = 1500;
const loopback = 65536;
/** The longest packet that IP has. */
const longest = 65535;

/** The longest IP packet that a device sends whole, in bytes. A bridge takes the smallest of its ports. */
export const mtuOf = (host: Host, device: string): number => {
  if (device === 'lo') return loopback;
  const of = (i: Interface | undefined): number => i?.mtu ?? ethernet;
  const ports = host.interfaces.filter((i) => i.master === device);
  return ports.length ? Math.min(...ports.map(of)) : of(host.interfaces.find((i) => i.name === device));
};

/** The longest packet that a host sends whole to an address by a device: it may have learned of a narrow link. */
export const pathMtu = (host: Host, device: string, to: Address, now: number): number => {
  const learned = host.pathMtus?.[to];
  const mtu = mtuOf(host, device);
  return learned && learned.expires > now ? Math.min(mtu, learned.mtu) : mtu;
};

/** Milliseconds for which a host remembers, and the least that it believes. Reference: net/ipv4/route.c */
const patience = 600_000;
const least = 552;

/** A host after an error about one of its own packets that was too long. Reference: __ip_rt_update_pmtu */
export const withPathMtu = (host: Host, { transport: t }: Packet, now: number): Host => {
  if (t.kind !== 'icmp' || t.mtu === undefined || !t.about) return host;
  const entry = { mtu: Math.max(t.mtu, least), expires: now + patience };
  return { ...host, pathMtus: { ...host.pathMtus, [t.about.destination]: entry } };
};

/** Whether a router has to refuse a packet that would leave by a device. Reference: net/ipv4/ip_forward.c, ip_exceeds_mtu */
export const exceeds = (host: Host, device: string, packet: Packet): boolean =>
  packet.length > mtuOf(host, device) && dontFragment(packet);

/** The largest segment that a host announces to an address: what fits into a packet of the device it sends by. */
export const segmentSizeTo = (host: Host, to: Address): number => {
  const device = interfaceOf(host, to) ? 'lo' : nextHopOf(host, flowTo(to)).device;
  return Math.min(mtuOf(host, device ?? ''), longest) - 40;
};
