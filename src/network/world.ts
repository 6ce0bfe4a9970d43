/** A network of hosts as one value. `send` and `run` give back a new one; undo is the previous. */

import { type Conntrack, withoutConnections } from '../netfilter/datapath/conntrack.ts';
import { countingWith } from '../netfilter/datapath/countsConnections.ts';
import type { Sysctl } from '../netfilter/datapath/sysctl.ts';
import type { Address, PacketFilter } from '../netfilter/types.ts';
import { own } from '../text/own.ts';
import type { Files } from './files.ts';
import type { RoutingRule } from './routingRules.ts';
import type { Trace } from './trace.ts';

/** An address on an interface, with its prefix length. */
export interface InterfaceAddress {
  readonly address: Address;
  readonly prefix: number;
  /** The broadcast address that `ip addr add` named, besides the network's own. */
  readonly broadcast?: Address;
}

/** A network device. `lo` has link null. */
export interface Interface {
  readonly name: string;
  readonly link: string | null;
  readonly mac: string;
  readonly addresses: readonly InterfaceAddress[];
  readonly up: boolean;
  /** The bridge it is a port of; null if it is not a port. */
  readonly master: string | null;
  /** The longest IP packet that it sends whole, in bytes; absent where that is usual (`mtuOf`). */
  readonly mtu?: number;
}

/** One route. */
export interface Route {
  readonly destination: Address;
  readonly prefix: number;
  readonly kind: 'unicast' | 'local' | 'blackhole' | 'unreachable' | 'prohibit' | 'throw';
  readonly via: Address | null;
  readonly device: string | null;
  readonly source: Address | null;
  readonly metric: number;
  /** The number of its routing table; 254 is main. */
  readonly table: number;
  /** What made it: the kernel, for an address, or what `proto` names. Absent after a plain `ip route add`. */
  readonly proto?: 'kernel' | 'static' | 'boot';
}

/** A program that waits on a port and answers. */
export interface Listener {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  /** The user and group of its program; absent for root. */
  readonly owner?: { readonly uid: number; readonly gid: number };
  /** It takes what TPROXY hands over, and may send from any address. */
  readonly transparent?: boolean;
}

/** Rules for IPv6, kept as rules for IPv4 whose addresses mean those of a list. */
export interface Filter6 {
  readonly filter: PacketFilter;
  readonly addresses: readonly string[];
}

/** One machine. */
export interface Host {
  readonly name: string;
  readonly interfaces: readonly Interface[];
  readonly routes: readonly Route[];
  /** In the order they are tried. */
  readonly routingRules: readonly RoutingRule[];
  readonly listeners: readonly Listener[];
  /** The MAC addresses of the neighbours it knows, by device and address: `eth0 192.168.1.1`. */
  readonly neighbours: Readonly<Record<string, string>>;
  readonly sysctl: Sysctl;
  /** What it has learned of the paths to others: the longest packet that arrives, and until when that counts. */
  readonly pathMtus?: Readonly<Record<number, { readonly mtu: number; readonly expires: number }>>;
  /** The ICMP error tokens left for each receiver, and when they were counted. */
  readonly icmpCredit: Readonly<Record<number, { readonly tokens: number; readonly at: number }>>;
  readonly filter: PacketFilter;
  /** What ip6tables was told; absent until then. No packet meets it. */
  readonly filter6?: Filter6;
  readonly conntrack: Conntrack;
}

/**
 * What is left of a connection at its server, and when it is given up: a request without its last ACK, a connection
 * that got stuck, or one that is over.
 */
export interface Remains {
  readonly state: 'REQUEST_LEFT' | 'CONNECTION_LEFT' | 'TIME_WAIT';
  readonly expires: number;
}

/** When every world begins: milliseconds since the Unix epoch. */
export const firstMoment = 1_700_000_000_000;

/** Hosts in the order they were written, virtual time, and the state of the seeded random source. */
export interface World {
  readonly hosts: Readonly<Record<string, Host>>;
  /** The hosts as they come up at a boot: as their network describes them. */
  readonly booted: Readonly<Record<string, Host>>;
  /** The files of the hosts, by name; a host where no shell has written a file is not among them. */
  readonly files?: Readonly<Record<string, Files>>;
  /** Milliseconds since the Unix epoch, virtual. */
  readonly now: number;
  readonly seed: number;
  /** How many probes were sent: the next default source port is 40001 + this. */
  readonly probes: number;
  /** What is left of earlier connections at their servers, by `connectionKey`; absent where nothing is. */
  readonly remains?: Readonly<Record<string, Remains>>;
  /** The packets that the last probe or command sent, hop by hop: what `tcpdump` shows. */
  readonly sent: Trace;
}

/** The source port of a program that does not choose one. */
export const nextPort = (world: World): number => 40001 + (world.probes % 20000);

/** The same world with one host's rules replaced. Throws where there is no such host. */
export const withFilter = (world: World, host: string, filter: PacketFilter): World =>
  withHost(world, host, (h) => ({ ...h, filter, sysctl: countingWith(h.sysctl, filter) }));

/** The same world with one host replaced. Throws where there is no such host. */
export const withHost = (world: World, name: string, change: (host: Host) => Host): World => {
  const host = own(world.hosts, name);
  if (!host) throw new Error(`no host ${name} in this world`);
  return { ...world, hosts: { ...world.hosts, [name]: change(host) } };
};

/** The same world without the conntrack events so far: the next ones are those of the next probe or command. */
export const unwatched = (world: World): World =>
  Object.values(world.hosts).reduce(
    (w, { name, conntrack }) =>
      conntrack.events.length === 0
        ? w
        : withHost(w, name, (h) => ({ ...h, conntrack: { ...conntrack, events: [] } })),
    world,
  );

/** The same world at a later time: connections whose timeout has passed are forgotten. */
export const timePassed = (world: World, now: number): World => {
  const before = unwatched(world);
  return {
    ...Object.keys(before.hosts).reduce(
      (w, name) =>
        withHost(w, name, (h) => ({
          ...h,
          conntrack: withoutConnections(h.conntrack, (c) => c.expires <= now, now),
        })),
      before,
    ),
    now,
  };
};
