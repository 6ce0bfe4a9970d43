import type { Packet, Skb } from '../netfilter/packet.ts';
import { printAddress } from '../netfilter/values/address.ts';
import { fragmented } from './fragments.ts';
import { Frames, mtu } from './frames.ts';
import { withRouteErrorAllowed } from './icmpRate.ts';
import { flowOf, type Onward, wayOf } from './nextHop.ts';
import type { Outgoing, Programs } from './outgoing.ts';
import { titleOf } from './packets.ts';
import { addressType, ownerOf, printRoute } from './routes.ts';
import type { Flow } from './routingRules.ts';
import { sourceFault } from './sourceFault.ts';
import { deviceParameter, forwards, neighbourPatience } from './sysctl.ts';
import type { Journey } from './trace.ts';
import type { Host, Route, World } from './world.ts';

/** A packet that so much has happened to goes in a circle that its time to live does not end. */
const mostEvents = 5000;

/** What one packet left behind. */
export interface Flown {
  readonly world: World;
  readonly journey: Journey;
  /** The packets that answer it, still to be sent. */
  readonly answers: readonly Outgoing[];
}

/** Follows a packet to its end. `number` is the journey's, for the answers to name. */
export const fly = (world: World, packet: Outgoing, number: number, programs: Programs): Flown =>
  new Flight(world, packet, number, programs).run();

/** A packet among hosts that route: made, sent, taken in, handed on. */
class Flight extends Frames {
  run(): Flown {
    const { sent } = this;
    const at = this.world.now;
    this.event({ kind: 'made', host: sent.host, by: sent.by, packet: sent.packet });
    this.#output(sent);
    return {
      world: this.world,
      journey: { title: titleOf(sent.packet), answers: sent.answers, at, events: this.events },
      answers: this.answers,
    };
  }

  /** Reference: net/ipv4/ip_output.c, __ip_local_out; netfilter.c, ip_route_me_harder. */
  #output({ host: name, packet, owner, connection, template = null, anySource, copy }: Outgoing): void {
    if (!anySource && !copy && !ownerOf(this.host(name), packet.source)) {
      this.drop(
        name,
        'no-route',
        `${name} has not got the address ${printAddress(packet.source)}, and sends nothing from it`,
        null,
      );
      return;
    }
    if (copy) this.#routed(name, copy.way, copy.way.nextHop);
    const way = copy
      ? copy.way
      : this.#wayOut(
          name,
          { destination: packet.destination, source: packet.source, mark: 0, input: 'lo', tos: packet.tos },
          null,
        );
    if (way === null) return;
    const out = this.pass(
      name,
      'OUTPUT',
      {
        packet,
        input: null,
        output: way.device,
        mark: copy?.mark ?? 0,
        mac: null,
        ports: null,
        type: 'unicast',
        owner,
        template,
        connection,
      },
      way.nextHop,
    );
    if (!out) return;
    const { skb, reroute } = out;
    const again = reroute && !copy ? this.#wayOut(name, flowOf(skb), skb) : way;
    if (again) this.#leave(name, [{ ...skb, output: again.device }], again.nextHop);
  }

  /**
   * Looks a local packet's way up and tells of it; without one the packet, if there is one yet, ends here.
   */
  #wayOut(name: string, flow: Flow, skb: Skb | null): Onward | null {
    const way = wayOf(this.host(name), flow);
    if ('device' in way) {
      this.#routed(name, way, flow.destination);
      return way;
    }
    this.event({
      kind: 'routed',
      host: name,
      to: 'nowhere',
      device: null,
      via: null,
      route: way.route && printRoute(way.route),
    });
    return this.drop(name, 'no-route', `${name} has no route to ${printAddress(flow.destination)}`, skb);
  }

  #routed(name: string, { device, route }: Onward, destination: number): void {
    const words = route
      ? { via: route.via === null ? null : printAddress(route.via), route: printRoute(route) }
      : { via: null, route: `local ${printAddress(destination)} dev lo` };
    this.event({ kind: 'routed', host: name, to: 'onward', device, ...words });
  }

  /** POSTROUTING for packets that go the same way, and out. */
  #leave(name: string, packets: readonly Skb[], nextHop: number): void {
    const out = packets.flatMap((skb) => this.hook(name, 'POSTROUTING', skb, nextHop) ?? []);
    const first = out[0];
    if (!first) return;
    if (first.output === 'lo')
      this.receive(
        name,
        'lo',
        out.map((skb) => ({ ...skb, input: 'lo', output: null, owner: null })),
      );
    else this.#wire(name, out, nextHop);
  }

  /**
   * Asks on the link who has the next hop's address, and hands the packets over. Nobody there is
   * host-unreachable.
   */
  #wire(name: string, packets: readonly Skb[], nextHop: number): void {
    const device = packets[0]!.output!;
    const to = this.neighbour(name, device, nextHop, packets[0]!.packet.source);
    if (to)
      return this.carry(
        name,
        device,
        packets.flatMap((skb) => fragmented(skb, mtu)),
        to,
      );
    const { interfaces, sysctl } = this.host(name);
    const { link } = interfaces.find((i) => i.name === device)!;
    this.world = { ...this.world, now: this.world.now + neighbourPatience(sysctl, device) };
    for (const skb of packets)
      this.refuse(
        name,
        'no-neighbour',
        `nobody on ${link ?? device} has the address ${printAddress(nextHop)}`,
        { ...skb, output: null },
        'host-unreachable',
      );
  }

  protected override receive(name: string, device: string, arrived: readonly Skb[]): void {
    if (this.events.length > mostEvents) {
      this.drop(
        name,
        'loop',
        'rules that write its time to live keep it going round for ever, and nobody waits for that',
        null,
      );
      return;
    }
    const entered = this.whole(name, arrived).flatMap((skb) => {
      const inside = this.hook(name, 'PREROUTING', skb);
      if (inside?.ports && inside.packet.destination !== skb.packet.destination) {
        this.redirected(name, device, inside);
        return [];
      }
      return inside ?? [];
    });
    this.decide(name, device, entered);
  }

  /**
   * The routing decision for what came in, fragments of one packet together. Reference: net/ipv4/route.c,
   * ip_route_input_slow.
   */
  protected override decide(name: string, device: string, packets: readonly Skb[]): void {
    const host = this.host(name);
    const here: Skb[] = [];
    const onward: { readonly skb: Skb; readonly way: Onward }[] = [];
    for (const skb of packets) {
      const { packet } = skb;
      const fault = this.#martian(host, device, packet);
      if (fault !== null) {
        this.drop(name, 'martian', fault, skb);
        continue;
      }
      const type = addressType(host, packet.destination);
      const way = wayOf(this.host(name), {
        destination: packet.destination,
        source: packet.source,
        mark: skb.mark,
        input: device,
        tos: packet.tos,
      });
      const local = type === 'LOCAL' || type === 'BROADCAST' || way.route?.kind === 'local';
      if (!local && !forwards(host.sysctl, device)) {
        this.drop(
          name,
          'not-forwarding',
          `it is for somebody else, and ${name} does not forward (net.ipv4.ip_forward is 0)`,
          skb,
        );
        continue;
      }
      if (!local && !('device' in way)) {
        this.#nowhere(name, skb, way.route);
        continue;
      }
      const unwelcome =
        device === 'lo'
          ? null
          : sourceFault(host, device, packet, skb.mark, local ? null : (way as Onward).device);
      if (unwelcome !== null) this.drop(name, unwelcome.cause, unwelcome.why, skb);
      else if (local) here.push(skb);
      else onward.push({ skb, way: way as Onward });
    }
    for (const skb of this.together(name, here)) this.#input(name, skb);
    this.#forward(name, onward);
  }

  /** Addresses that never come from a wire. */
  #martian(host: Host, device: string, { source, destination }: Packet): string | null {
    const loopback = (address: number) => address >>> 24 === 127;
    if (device === 'lo' || deviceParameter(host.sysctl, device, 'route_localnet') !== 0) return null;
    return loopback(source) || loopback(destination)
      ? 'an address of 127.0.0.0/8 never comes from a wire (net.ipv4.conf.*.route_localnet is 0)'
      : null;
  }

  #nowhere(name: string, skb: Skb, route: Route | null): void {
    this.event({
      kind: 'routed',
      host: name,
      to: 'nowhere',
      device: null,
      via: null,
      route: route && printRoute(route),
    });
    const error =
      route === null
        ? 'net-unreachable'
        : route.kind === 'unreachable'
          ? 'host-unreachable'
          : route.kind === 'prohibit'
            ? 'admin-prohibited'
            : null;
    const allowed = error && withRouteErrorAllowed(this.host(name), skb.packet.source, this.world.now);
    if (allowed) this.change(name, () => allowed);
    this.refuse(
      name,
      'no-route',
      `${name} has no route to ${printAddress(skb.packet.destination)}`,
      skb,
      allowed && error,
    );
  }

  #input(name: string, skb: Skb): void {
    const { destination } = skb.packet;
    this.event({
      kind: 'routed',
      host: name,
      to: 'here',
      device: null,
      via: null,
      route: `${addressType(this.host(name), destination) === 'BROADCAST' ? 'broadcast' : 'local'} ${printAddress(destination)}`,
    });
    const inside = this.hook(name, 'INPUT', skb);
    if (inside) this.#local(name, inside);
  }

  /** Reference: net/ipv4/ip_forward.c. */
  #forward(name: string, packets: readonly { readonly skb: Skb; readonly way: Onward }[]): void {
    const out = new Map<string, { readonly way: Onward; readonly packets: Skb[] }>();
    for (const { skb, way } of packets) {
      const { packet } = skb;
      this.#routed(name, way, packet.destination);
      if (packet.ttl <= 1) {
        this.refuse(name, 'ttl', 'its time to live has run out', skb, 'ttl-exceeded');
        continue;
      }
      const ports = skb.ports && { ...skb.ports, output: null };
      const onward = this.hook(
        name,
        'FORWARD',
        { ...skb, packet: { ...packet, ttl: packet.ttl - 1 }, output: way.device, ports },
        way.nextHop,
      );
      if (!onward) continue;
      const key = `${way.device} ${way.nextHop}`;
      out.set(key, { way, packets: [...(out.get(key)?.packets ?? []), onward] });
    }
    for (const { way, packets } of out.values()) this.#leave(name, packets, way.nextHop);
  }

  #local(name: string, skb: Skb): void {
    const { to, send } = this.programs.deliver(this.host(name), skb, this.number);
    if (to !== null) this.event({ kind: 'delivered', host: name, to, skb });
    // Sockets are given packets without their connection. Reference: net/ipv4/udp.c, __udp4_lib_rcv
    else
      this.refuse(
        name,
        'no-socket',
        'no program waits for it',
        { ...skb, connection: null },
        skb.packet.transport.kind === 'udp' ? 'port-unreachable' : null,
      );
    this.answers.push(...send);
  }
}
