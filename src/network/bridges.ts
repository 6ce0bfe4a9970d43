import type { Skb } from '../netfilter/packet.ts';
import { defragmentIfTracking } from './defragment.ts';
import type { Flight } from './flight.ts';
import { fragmented } from './fragments.ts';
import { mtuOf } from './mtu.ts';
import type { Crossing } from './neighbour.ts';
import type { NetfilterHooks } from './netfilterHooks.ts';
import { hostParameter } from './sysctl.ts';
import type { Host } from './world.ts';

/** Whether bridged frames go through the hooks of the bridge's host, as if it forwarded them. */
export const filtersBridged = (host: Host): boolean =>
  hostParameter(host.sysctl, 'net.bridge.bridge-nf-call-iptables') !== 0;

/** The bridges of all hosts, for one packet in flight. Reference: net/bridge/br_netfilter_hooks.c */
export class Bridges {
  readonly #flight: Flight;
  readonly #hooks: NetfilterHooks;

  constructor(flight: Flight, hooks: NetfilterHooks) {
    this.#flight = flight;
    this.#hooks = hooks;
  }

  /**
   * Takes frames across a bridge; what comes out at the other port. `redirect` gets the frames to which
   * PREROUTING gave a new destination.
   */
  cross(
    { host: name, bridge, from, to }: Crossing,
    frames: readonly Skb[],
    redirect: (host: string, bridge: string, skb: Skb) => void,
  ): readonly Skb[] {
    const flight = this.#flight;
    const mtu = mtuOf(flight.host(name), to);
    for (const { packet } of frames) flight.record({ kind: 'bridged', host: name, bridge, from, to, packet });
    if (!filtersBridged(flight.host(name))) {
      if (frames.every(({ packet }) => packet.length <= mtu)) return frames;
      flight.drop(name, { reason: 'too-long', length: null, device: to, mtu }, null);
      return [];
    }
    const crossed: Skb[] = [];
    for (const frame of defragmentIfTracking(flight, name, frames)) {
      const arriving = { ...frame, input: bridge, ports: { input: from, output: null } };
      const entered = this.#hooks.pass(name, 'PREROUTING', arriving)?.skb;
      if (!entered) continue;
      if (entered.packet.destination !== frame.packet.destination) redirect(name, bridge, entered);
      else crossed.push(...this.forward(name, bridge, to, entered));
    }
    return crossed.flatMap(({ packet, mac }) => fragmented({ ...frames[0]!, packet, mac }, mtu));
  }

  /** FORWARD and POSTROUTING for a frame that leaves a bridge by a port; empty where it is stopped. */
  forward(name: string, bridge: string, port: string, skb: Skb): readonly Skb[] {
    const leaving = { ...skb, output: bridge, ports: { input: skb.ports!.input, output: port } };
    const onward = this.#hooks.pass(name, 'FORWARD', leaving);
    const out = onward && this.#hooks.pass(name, 'POSTROUTING', onward.skb);
    return out ? [out.skb] : [];
  }
}
