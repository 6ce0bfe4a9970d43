import type { Drop } from '../netfilter/drop.ts';
import type { Packet, Skb } from '../netfilter/packet.ts';
import { defragment, defragmentIfTracking } from './defragment.ts';
import type { Flight } from './flight.ts';
import { withRouteErrorAllowed } from './icmpRate.ts';
import type { IpOutput } from './ipOutput.ts';
import { refuse } from './kernelAnswers.ts';
import type { AboveLink, LinkLayer } from './linkLayer.ts';
import { addressType, allHosts } from './localAddress.ts';
import { exceeds, mtuOf, withPathMtu } from './mtu.ts';
import type { NetfilterHooks } from './netfilterHooks.ts';
import { flowOf, type NextHop, nextHopOf } from './nextHop.ts';
import { type IcmpErrorName, icmpErrorName } from './packets.ts';
import { recordLocal, recordNextHop, recordNoRoute } from './routingEvents.ts';
import type { SocketLayer } from './socketLayer.ts';
import { deviceParameter, forwards } from './sysctl.ts';
import type { Event } from './trace.ts';
import { validateSource } from './validateSource.ts';
import type { Host, Route } from './world.ts';

/** A packet of more hops or events than this is in a loop that no TTL ends: without rules, 255 hops are the most. */
const mostHops = 300;
const mostEvents = 5000;

const isEndless = (events: readonly Event[]): boolean =>
  events.length > mostEvents || events.reduce((n, e) => n + (e.kind === 'wire' ? 1 : 0), 0) > mostHops;

/** What routing makes of an arriving packet: `drop` says why it goes no further. */
type Decision =
  | { readonly kind: 'local' }
  | { readonly kind: 'forward'; readonly nextHop: NextHop }
  | { readonly kind: 'no-route'; readonly route: Route | null }
  | { readonly kind: 'drop'; readonly drop: Drop };

/** How packets come into hosts: PREROUTING, the routing decision, and then INPUT or FORWARD. */
export class IpInput implements AboveLink {
  readonly #flight: Flight;
  readonly #hooks: NetfilterHooks;
  readonly #link: LinkLayer;
  readonly #output: IpOutput;
  readonly #sockets: SocketLayer;

  constructor(
    flight: Flight,
    hooks: NetfilterHooks,
    link: LinkLayer,
    output: IpOutput,
    sockets: SocketLayer,
  ) {
    this.#flight = flight;
    this.#hooks = hooks;
    this.#link = link;
    this.#output = output;
    this.#sockets = sockets;
  }

  /** Reference: net/ipv4/ip_input.c, ip_rcv */
  receive(name: string, device: string, arrived: readonly Skb[]): void {
    const flight = this.#flight;
    if (isEndless(flight.events)) return flight.drop(name, { reason: 'loop' }, null);
    const entered: Skb[] = [];
    for (const skb of defragmentIfTracking(flight, name, arrived)) {
      const inside = this.#hooks.pass(name, 'PREROUTING', skb)?.skb;
      if (!inside) continue;
      if (inside.ports && inside.packet.destination !== skb.packet.destination)
        this.#link.redirect(name, device, inside);
      else entered.push(inside);
    }
    this.route(name, device, entered);
  }

  /** What the host itself has sent to a whole link is routed already. Reference: net/core/dev.c, dev_loopback_xmit */
  loop(name: string, device: string, skb: Skb): void {
    const inside = this.#hooks.pass(name, 'PREROUTING', { ...skb, input: device })?.skb;
    if (inside) this.#input(name, inside);
  }

  /** The routing decision for what arrived together, which is one packet or the fragments of one. */
  route(name: string, device: string, packets: readonly Skb[]): void {
    const local: Skb[] = [];
    const onward: { readonly skb: Skb; readonly nextHop: NextHop }[] = [];
    for (const skb of packets) {
      const decision = decide(this.#flight.host(name), device, skb);
      switch (decision.kind) {
        case 'local':
          local.push(skb);
          break;
        case 'forward':
          // Reference: net/ipv4/ip_forward.c, ip_forward
          if (skb.proxy !== undefined) {
            this.#flight.drop(name, { reason: 'tproxy' }, skb);
            break;
          }
          onward.push({ skb, nextHop: decision.nextHop });
          break;
        case 'no-route':
          this.#noRoute(name, skb, decision.route);
          break;
        case 'drop':
          this.#flight.drop(name, decision.drop, skb);
      }
    }
    for (const skb of defragment(this.#flight, name, local)) this.#input(name, skb);
    this.#forward(name, onward);
  }

  #noRoute(name: string, skb: Skb, route: Route | null): void {
    const flight = this.#flight;
    recordNoRoute(flight, name, route);
    const error = errorOf(route);
    const { source, destination } = skb.packet;
    const allowed = error && withRouteErrorAllowed(flight.host(name), source, flight.world.now);
    if (allowed) flight.change(name, () => allowed);
    refuse(flight, name, { reason: 'no-route', to: destination }, skb, allowed && error);
  }

  /** Reference: net/ipv4/ip_input.c, ip_local_deliver */
  #input(name: string, skb: Skb): void {
    recordLocal(this.#flight, name, skb.packet.destination);
    const inside = this.#hooks.pass(name, 'INPUT', skb)?.skb;
    if (inside) this.#deliver(name, inside);
  }

  #deliver(name: string, skb: Skb): void {
    const flight = this.#flight;
    const { to, send } = this.#sockets.deliver(flight.host(name), skb, flight.number);
    if (icmpErrorName(skb.packet.transport) === 'fragmentation-needed' && to !== null)
      flight.change(name, (host) => withPathMtu(host, skb.packet, flight.world.now));
    if (to !== null) flight.record({ kind: 'delivered', host: name, to, skb });
    else {
      // A socket gets a packet without its connection. Reference: net/ipv4/udp.c, __udp4_lib_rcv
      const asSockets = { ...skb, connection: null };
      const error = skb.packet.transport.kind === 'udp' ? 'port-unreachable' : null;
      refuse(flight, name, { reason: 'no-socket' }, asSockets, error);
    }
    flight.answers.push(...send);
  }

  /** Reference: net/ipv4/ip_forward.c */
  #forward(name: string, packets: readonly { readonly skb: Skb; readonly nextHop: NextHop }[]): void {
    const out = new Map<string, { readonly nextHop: NextHop; readonly packets: Skb[] }>();
    for (const { skb, nextHop } of packets) {
      const { packet } = skb;
      recordNextHop(this.#flight, name, nextHop, packet.destination);
      if (packet.ttl <= 1) {
        refuse(this.#flight, name, { reason: 'ttl' }, skb, 'ttl-exceeded');
        continue;
      }
      if (exceeds(this.#flight.host(name), nextHop.device, packet)) {
        const { device } = nextHop;
        const mtu = mtuOf(this.#flight.host(name), device);
        const drop: Drop = { reason: 'too-long', length: packet.length, device, mtu };
        refuse(this.#flight, name, drop, { ...skb, output: device }, 'fragmentation-needed');
        continue;
      }
      const leaving = {
        ...skb,
        packet: { ...packet, ttl: packet.ttl - 1 },
        output: nextHop.device,
        ports: skb.ports && { ...skb.ports, output: null },
      };
      const onward = this.#hooks.pass(name, 'FORWARD', leaving, nextHop.address)?.skb;
      if (!onward) continue;
      const key = `${nextHop.device} ${nextHop.address}`;
      const together = out.get(key) ?? { nextHop, packets: [] };
      together.packets.push(onward);
      out.set(key, { ...together, nextHop });
    }
    for (const { nextHop, packets } of out.values()) this.#output.leave(name, packets, nextHop.address);
  }
}

/** Reference: net/ipv4/route.c, ip_route_input_slow */
const decide = (host: Host, device: string, skb: Skb): Decision => {
  const { packet } = skb;
  if (isLoopbackFromWire(host, device, packet))
    return { kind: 'drop', drop: { reason: 'martian', fault: { kind: 'loopback' } } };
  const type = addressType(host, packet.destination);
  if (type === 'MULTICAST') return decideMulticast(host, device, skb);
  const nextHop = nextHopOf(host, flowOf(skb, device));
  const local = type === 'LOCAL' || type === 'BROADCAST' || nextHop.route?.kind === 'local';
  if (!local && !forwards(host.sysctl, device)) return { kind: 'drop', drop: { reason: 'not-forwarding' } };
  if (!local && nextHop.device === null) return { kind: 'no-route', route: nextHop.route };
  const fault =
    device === 'lo' ? null : validateSource(host, device, packet, skb.mark, local ? null : nextHop.device);
  if (fault !== null) return { kind: 'drop', drop: fault };
  return local || nextHop.device === null ? { kind: 'local' } : { kind: 'forward', nextHop };
};

/** Reference: net/ipv4/route.c, ip_route_input_rcu and ip_mc_validate_source */
const decideMulticast = (host: Host, device: string, { packet, mark }: Skb): Decision => {
  if (packet.destination !== allHosts)
    return {
      kind: 'drop',
      drop: { reason: 'martian', fault: { kind: 'group', address: packet.destination } },
    };
  const fault = device === 'lo' ? null : validateSource(host, device, packet, mark, null);
  return fault === null ? { kind: 'local' } : { kind: 'drop', drop: fault };
};

const isLoopbackFromWire = (host: Host, device: string, { source, destination }: Packet): boolean =>
  device !== 'lo' &&
  deviceParameter(host.sysctl, device, 'route_localnet') === 0 &&
  [source, destination].some((address) => address >>> 24 === 127);

/** The ICMP error for a packet that cannot be routed; null for silence. Reference: ip_error */
const errorOf = (route: Route | null): IcmpErrorName | null => {
  switch (route?.kind) {
    case undefined:
      return 'net-unreachable';
    case 'unreachable':
      return 'host-unreachable';
    case 'prohibit':
      return 'admin-prohibited';
    case 'unicast':
    case 'local':
    case 'blackhole':
    case 'throw':
      return null;
  }
};
