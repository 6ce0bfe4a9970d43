import type { Drop } from '../netfilter/drop.ts';
import type { Skb } from '../netfilter/packet.ts';
import type { Address } from '../netfilter/types.ts';
import { own } from '../text/own.ts';
import { Bridges, filtersBridged } from './bridges.ts';
import type { Flight } from './flight.ts';
import { fragmented } from './fragments.ts';
import { refuse } from './kernelAnswers.ts';
import { mtuOf, pathMtu } from './mtu.ts';
import { findNeighbour, macOf, type Neighbour, neighbourKey, portTo, reachable } from './neighbour.ts';
import type { NetfilterHooks } from './netfilterHooks.ts';
import { flowOf, nextHopOf } from './nextHop.ts';
import { selectAddress } from './sourceAddress.ts';
import { neighbourPatience } from './sysctl.ts';
import type { Interface } from './world.ts';

/** What a host's IP layer does with what the link layer hands up. */
export interface AboveLink {
  /** Takes in packets that have arrived by a device. */
  receive(host: string, device: string, packets: readonly Skb[]): void;
  /** Takes in a copy of what the host itself has sent to a whole link. */
  loop(host: string, device: string, skb: Skb): void;
  /** Makes the routing decision for packets that have passed PREROUTING already. */
  route(host: string, device: string, packets: readonly Skb[]): void;
}

/**
 * The links between hosts, for one packet in flight: finds the neighbour that has the next hop's address, and
 * carries frames to it over the bridges between.
 */
export class LinkLayer {
  readonly #flight: Flight;
  readonly #bridges: Bridges;
  readonly #above: AboveLink;

  constructor(flight: Flight, hooks: NetfilterHooks, above: AboveLink) {
    this.#flight = flight;
    this.#bridges = new Bridges(flight, hooks);
    this.#above = above;
  }

  /**
   * Sends packets by a device to a next hop on its link; what `lo` sends comes straight back in. If no host
   * on the link has that address, the sender learns host-unreachable, after a wait.
   */
  transmit(name: string, device: string, packets: readonly Skb[], nextHop: Address): void {
    if (device === 'lo') {
      const back = packets.map((skb) => ({ ...skb, input: 'lo', output: null, owner: null }));
      return this.#above.receive(name, 'lo', back);
    }
    const to = this.#neighbour(name, device, nextHop, packets[0]!.packet.source);
    if (to) return this.#carry(name, device, packets, to);
    this.#flight.wait(neighbourPatience(this.#flight.host(name).sysctl, device));
    const { link } = this.#interface(name, device);
    const drop: Drop = { reason: 'no-neighbour', link: link ?? device, address: nextHop };
    for (const skb of packets) refuse(this.#flight, name, drop, { ...skb, output: null }, 'host-unreachable');
  }

  /** Sends a packet by a device to every host on its link. */
  transmitToAll(name: string, device: string, skb: Skb): void {
    for (const to of reachable(this.#flight.world, name, device)) this.#carry(name, device, [skb], to);
  }

  /** Gives the host that sends to a whole link its own copy. */
  loop(name: string, device: string, skb: Skb): void {
    this.#above.loop(name, device, { ...skb, input: device, output: null, owner: null });
  }

  /**
   * Sends on a frame to which PREROUTING gave a new destination: over the same bridge if a neighbour there
   * has it, else by routing. Reference: br_netfilter_hooks.c, br_nf_pre_routing_finish
   */
  redirect(name: string, bridge: string, skb: Skb): void {
    const { packet } = skb;
    const host = this.#flight.host(name);
    const nextHop = nextHopOf(host, flowOf(skb, bridge));
    const to =
      nextHop.device === bridge ? this.#neighbour(name, bridge, nextHop.address, packet.source) : null;
    const port = to && portTo(host, bridge, this.#firstLink(to));
    if (!to || port === null) return this.#above.route(name, bridge, [skb]);
    this.#flight.record({ kind: 'bridged', host: name, bridge, from: skb.ports!.input, to: port, packet });
    const out = this.#bridges.forward(name, bridge, port, skb);
    if (out.length) this.#carry(name, bridge, out, to);
  }

  /**
   * Asks a device's link for the host that has an address. The question names the packet's own source if that
   * is one of the device's addresses. Both hosts know each other afterwards.
   */
  #neighbour(name: string, device: string, address: Address, source: Address): Neighbour | null {
    const host = this.#flight.host(name);
    const isOwn = this.#interface(name, device).addresses.some((a) => a.address === source);
    const sender = isOwn ? source : (selectAddress(host, device, address) ?? 0);
    const to = findNeighbour(this.#flight.world, name, device, address, sender);
    if (!to) return null;
    const { world } = this.#flight;
    const isKnown = own(host.neighbours, neighbourKey(device, address)) === macOf(world, to);
    this.#remember(name, device, address, macOf(world, to));
    // Who knows its neighbour does not ask, so that one learns nothing.
    if (!isKnown) this.#remember(to.host, to.device, sender, this.#interface(name, device).mac);
    return to;
  }

  #remember(name: string, device: string, address: Address, mac: string): void {
    const key = neighbourKey(device, address);
    if (own(this.#flight.host(name).neighbours, key) !== mac)
      this.#flight.change(name, (h) => ({ ...h, neighbours: { ...h.neighbours, [key]: mac } }));
  }

  /** Takes packets, in frames, over links and the bridges between them. */
  #carry(name: string, device: string, packets: readonly Skb[], to: Neighbour): void {
    const { mac } = this.#interface(name, device);
    let from = { host: name, device };
    const { host: local, now } = { host: this.#flight.host(name), now: this.#flight.world.now };
    // What was made here is split for the whole path, as far as it is known; what is forwarded for the next link.
    const most = ({ packet, input }: Skb) =>
      input === null ? pathMtu(local, device, packet.destination, now) : mtuOf(local, device);
    let frames: readonly Skb[] = packets
      .flatMap((skb) => fragmented(skb, most(skb)))
      .map(({ packet, type }) => ({ ...onTheWire, packet, mac, type }));
    const wire = (link: string, end: { readonly host: string; readonly device: string }) => {
      for (const { packet } of frames) this.#flight.record({ kind: 'wire', link, from, to: end, packet });
    };
    for (const crossing of to.crossed) {
      const { host, from: port, to: next } = crossing;
      wire(this.#interface(host, port).link!, { host, device: port });
      frames = this.#bridges.cross(crossing, frames, (...frame) => this.redirect(...frame));
      if (frames.length === 0) return;
      from = { host, device: next };
    }
    wire(to.link, { host: to.host, device: to.port ?? to.device });
    const bridged = to.port !== null && filtersBridged(this.#flight.host(to.host));
    const ports = bridged ? { input: to.port, output: null } : null;
    this.#above.receive(
      to.host,
      to.device,
      frames.map((skb) => ({ ...skb, input: to.device, ports })),
    );
  }

  /** The first link on the way to a neighbour. */
  #firstLink({ crossed, link }: Neighbour): string {
    const first = crossed[0];
    return first ? this.#interface(first.host, first.from).link! : link;
  }

  #interface(name: string, device: string): Interface {
    return this.#flight.host(name).interfaces.find((i) => i.name === device)!;
  }
}

/** What a host's kernel knows of a frame that has just arrived: only what is in it. */
const onTheWire: Omit<Skb, 'packet' | 'mac' | 'type'> = {
  input: null,
  output: null,
  mark: 0,
  ports: null,
  owner: null,
  template: null,
  connection: null,
};
