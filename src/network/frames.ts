import { tracks } from '../netfilter/datapath/track.ts';
import type { Skb } from '../netfilter/packet.ts';
import { type Crossing, type Neighbour, neighbourKey, neighbourOf, portTo } from './ethernet.ts';
import { fragmented, reassembled } from './fragments.ts';
import { wayOf } from './nextHop.ts';
import { addressOn } from './routes.ts';
import { hostParameter } from './sysctl.ts';
import { Underway } from './underway.ts';

/** So many bytes of a packet fit into a frame. */
export const mtu = 1500;

/** A packet as frames: from host to host over links, and over the bridges between them. */
export abstract class Frames extends Underway {
  /** Frames have come to the host they were for. */
  protected abstract receive(name: string, device: string, arrived: readonly Skb[]): void;
  /** The routing decision for what has passed PREROUTING. */
  protected abstract decide(name: string, device: string, packets: readonly Skb[]): void;

  /**
   * Who has an address on a device's link. Asked in the packet's own name if that is one of the device's; the
   * two then know each other.
   */
  protected neighbour(name: string, device: string, nextHop: number, source: number): Neighbour | null {
    const host = this.host(name);
    const own = host.interfaces.find((i) => i.name === device)!.addresses.some((a) => a.address === source);
    const sender = own ? source : (addressOn(host, device, nextHop) ?? 0);
    const to = neighbourOf(this.world, name, device, nextHop, sender);
    if (!to) return null;
    const meet = (known: string, at: string, address: number) => {
      const key = neighbourKey(at, address);
      if (!this.host(known).neighbours.includes(key))
        this.change(known, (h) => ({ ...h, neighbours: [...h.neighbours, key] }));
    };
    meet(name, device, nextHop);
    meet(to.host, to.device, sender);
    return to;
  }

  /** Takes frames over links and the bridges between them. */
  protected carry(name: string, device: string, frames: readonly Skb[], to: Neighbour): void {
    const { mac } = this.host(name).interfaces.find((i) => i.name === device)!;
    let from = { host: name, device };
    let under = frames.map(
      ({ packet }): Skb => ({
        packet,
        input: null,
        output: null,
        mark: 0,
        mac,
        ports: null,
        type: 'unicast',
        owner: null,
        template: null,
        connection: null,
      }),
    );
    for (const crossing of to.crossed) {
      const link = this.linkOf(crossing.host, crossing.from);
      for (const { packet } of under)
        this.event({ kind: 'wire', link, from, to: { host: crossing.host, device: crossing.from }, packet });
      under = this.bridge(crossing, under);
      if (under.length === 0) return;
      from = { host: crossing.host, device: crossing.to };
    }
    for (const { packet } of under)
      this.event({
        kind: 'wire',
        link: to.link,
        from,
        to: { host: to.host, device: to.port ?? to.device },
        packet,
      });
    const ports = to.port !== null && this.filtersBridges(to.host) ? { input: to.port, output: null } : null;
    this.receive(
      to.host,
      to.device,
      under.map((skb) => ({ ...skb, input: to.device, ports })),
    );
  }

  protected filtersBridges(name: string): boolean {
    return hostParameter(this.host(name).sysctl, 'net.bridge.bridge-nf-call-iptables') !== 0;
  }

  /**
   * Frames that cross a bridge; with br_netfilter they pass the host's hooks as if it forwarded them.
   * Reference: net/bridge/br_netfilter_hooks.c
   */
  protected bridge({ host: name, bridge, from, to }: Crossing, frames: readonly Skb[]): Skb[] {
    for (const { packet } of frames) this.event({ kind: 'bridged', host: name, bridge, from, to, packet });
    if (!this.filtersBridges(name)) return [...frames];
    const crossed = this.whole(name, frames).flatMap((frame): Skb[] => {
      const entered = this.hook(name, 'PREROUTING', {
        ...frame,
        input: bridge,
        ports: { input: from, output: null },
      });
      if (!entered) return [];
      if (entered.packet.destination !== frame.packet.destination) {
        this.redirected(name, bridge, entered);
        return [];
      }
      return this.across(name, bridge, to, entered);
    });
    return crossed.flatMap(({ packet, mac }) => fragmented({ ...frames[0]!, packet, mac }, mtu));
  }

  protected across(name: string, bridge: string, port: string, skb: Skb): Skb[] {
    const onward = this.hook(name, 'FORWARD', {
      ...skb,
      output: bridge,
      ports: { input: skb.ports!.input, output: port },
    });
    const out = onward && this.hook(name, 'POSTROUTING', onward);
    return out ? [out] : [];
  }

  /**
   * A frame that PREROUTING has given a new destination: bridged on to a neighbour on the same bridge, else
   * routed. Reference: br_netfilter_hooks.c, br_nf_pre_routing_finish
   */
  protected redirected(name: string, bridge: string, skb: Skb): void {
    const { packet } = skb;
    const way = wayOf(this.host(name), {
      destination: packet.destination,
      source: packet.source,
      mark: skb.mark,
      input: bridge,
      tos: packet.tos,
    });
    const to =
      'device' in way && way.device === bridge
        ? this.neighbour(name, bridge, way.nextHop, packet.source)
        : null;
    const port =
      to &&
      portTo(
        this.host(name),
        bridge,
        to.crossed.length ? this.linkOf(to.crossed[0]!.host, to.crossed[0]!.from) : to.link,
      );
    if (!to || port === null) return this.decide(name, bridge, [skb]);
    this.event({ kind: 'bridged', host: name, bridge, from: skb.ports!.input, to: port, packet });
    const out = this.across(name, bridge, port, skb);
    if (out.length)
      this.carry(
        name,
        bridge,
        out.flatMap((one) => fragmented(one, mtu)),
        to,
      );
  }

  protected linkOf(name: string, device: string): string {
    return this.host(name).interfaces.find((i) => i.name === device)!.link!;
  }

  /**
   * Fragments as a host that tracks connections sees them: put together before any table. Reference:
   * net/ipv4/netfilter/nf_defrag_ipv4.c
   */
  protected whole(name: string, packets: readonly Skb[]): readonly Skb[] {
    return tracks(this.host(name).filter) ? this.together(name, packets) : packets;
  }

  protected together(name: string, packets: readonly Skb[]): readonly Skb[] {
    if (!packets.some((skb) => skb.packet.fragment)) return packets;
    const whole = reassembled(packets);
    if (whole) return [whole];
    this.drop(name, 'fragments', 'some of its fragments are missing', null);
    return [];
  }
}
