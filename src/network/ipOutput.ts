import type { Skb } from '../netfilter/packet.ts';
import type { Address } from '../netfilter/types.ts';
import type { Flight } from './flight.ts';
import type { LinkLayer } from './linkLayer.ts';
import { allHosts, castOf, interfaceOf } from './localAddress.ts';
import type { NetfilterHooks } from './netfilterHooks.ts';
import { flowOf, type NextHop, nextHopOf } from './nextHop.ts';
import type { OutgoingPacket } from './outgoingPacket.ts';
import { recordNextHop, recordNoRoute } from './routingEvents.ts';
import type { Flow } from './routingRules.ts';

/** How packets leave hosts: routing, OUTPUT and POSTROUTING. */
export class IpOutput {
  readonly #flight: Flight;
  readonly #hooks: NetfilterHooks;
  readonly #link: LinkLayer;

  constructor(flight: Flight, hooks: NetfilterHooks, link: LinkLayer) {
    this.#flight = flight;
    this.#hooks = hooks;
    this.#link = link;
  }

  /**
   * Sends a packet made on its host. Reference: net/ipv4/ip_output.c, __ip_local_out; netfilter.c,
   * ip_route_me_harder
   */
  send({ host: name, packet, owner, connection, template = null, anySource, copy }: OutgoingPacket): void {
    if (!anySource && !copy && !interfaceOf(this.#flight.host(name), packet.source))
      return this.#flight.drop(name, { reason: 'source-not-local', source: packet.source }, null);
    if (copy) recordNextHop(this.#flight, name, copy.nextHop, copy.nextHop.address);
    const nextHop = copy?.nextHop ?? this.#route(name, flowOf({ packet, mark: 0 }), null);
    if (nextHop === null) return;
    const skb: Skb = {
      packet,
      input: null,
      output: nextHop.device,
      mark: copy?.mark ?? 0,
      mac: null,
      ports: null,
      type: 'unicast',
      owner,
      template,
      connection,
    };
    const out = this.#hooks.pass(name, 'OUTPUT', skb, nextHop.address);
    if (!out) return;
    const again = out.reroute && !copy ? this.#route(name, flowOf(out.skb), out.skb) : nextHop;
    if (!again) return;
    const leaving = { ...out.skb, output: again.device };
    const cast = castOf(this.#flight.host(name), leaving.packet.destination);
    if (cast === null) this.leave(name, [leaving], again.address);
    else this.#leaveForAll(name, again.device, leaving, cast);
  }

  /**
   * Sends to every host of a link. A copy comes back in by the same device if the sender is one of those that it is
   * for. Reference: net/ipv4/ip_output.c, ip_mc_output
   */
  #leaveForAll(name: string, device: string, skb: Skb, type: 'broadcast' | 'multicast'): void {
    if (type === 'broadcast' || skb.packet.destination === allHosts) {
      const copy = this.#hooks.pass(name, 'POSTROUTING', skb)?.skb;
      if (copy) this.#link.loop(name, device, { ...copy, type });
    }
    const out = this.#hooks.pass(name, 'POSTROUTING', skb)?.skb;
    if (out) this.#link.transmitToAll(name, device, { ...out, type });
  }

  /** POSTROUTING for packets with the same next hop, and out. */
  leave(name: string, packets: readonly Skb[], nextHop: Address): void {
    const out = packets.flatMap((skb) => this.#hooks.pass(name, 'POSTROUTING', skb, nextHop)?.skb ?? []);
    const first = out[0];
    if (first) this.#link.transmit(name, first.output!, out, nextHop);
  }

  /** Routes a local packet. Without a route it ends here, and so does the connection that `skb` began. */
  #route(name: string, flow: Flow, skb: Skb | null): NextHop | null {
    const nextHop = nextHopOf(this.#flight.host(name), flow);
    if (nextHop.device !== null) {
      recordNextHop(this.#flight, name, nextHop, flow.destination);
      return nextHop;
    }
    recordNoRoute(this.#flight, name, nextHop.route);
    this.#flight.drop(name, { reason: 'no-route', to: flow.destination }, skb);
    return null;
  }
}
