import { connectionOf } from '../netfilter/conntrack.ts';
import type { Environment } from '../netfilter/extension.ts';
import { passHook } from '../netfilter/hook.ts';
import type { Json } from '../netfilter/json.ts';
import type { Packet, Skb } from '../netfilter/packet.ts';
import { abandon, viewOf } from '../netfilter/track.ts';
import type { Hook } from '../netfilter/types.ts';
import { printAddress } from '../netfilter/values/address.ts';
import { deservesError, icmpError, type IcmpErrorName, tcpSegment, titleOf } from './packets.ts';
import { addressOn, addressType, lookUp, ownerOf, printRoute, sourceFor, wayBack } from './routes.ts';
import type { Event, Journey } from './trace.ts';
import type { Host, World } from './world.ts';

/** A packet somebody wants to send. `connection` is what the kernel attaches to its own errors and resets. */
export interface Outgoing {
  readonly host: string;
  readonly packet: Packet;
  readonly by: 'client' | 'listener' | 'kernel';
  readonly owner: Skb['owner'];
  readonly connection: Skb['connection'];
  readonly answers: number | null;
}

/** What a host does with a packet that is for it: the packets it sends back. */
export type Deliver = (host: Host, skb: Skb, journey: number) => { readonly to: 'client' | 'listener' | 'kernel' | null; readonly send: readonly Outgoing[] };

/** A probe makes at most this many packets; behind it the rest are not sent. */
export const mostPackets = 64;

const pause = 1;

/** The packets of one probe under way: every one is followed to its end before the next. Changes its own copy of the world. */
export class Flight {
  world: World;
  readonly journeys: Journey[] = [];
  #queue: Outgoing[] = [];
  #deliver: Deliver;
  #events: Event[] = [];

  constructor(world: World, deliver: Deliver) {
    this.world = world;
    this.#deliver = deliver;
  }

  /** Sends a packet and all that comes of it. */
  send(first: Outgoing): void {
    this.#queue.push(first);
    while (this.#queue.length && this.journeys.length < mostPackets) {
      const next = this.#queue.shift()!;
      this.#events = [];
      this.world = { ...this.world, now: this.world.now + pause };
      this.#event({ kind: 'made', host: next.host, by: next.by, packet: next.packet });
      this.#output(next);
      this.journeys.push({ title: titleOf(next.packet), answers: next.answers, events: this.#events });
    }
  }

  #event(event: Event): void {
    this.#events.push(event);
  }

  #host(name: string): Host {
    return this.world.hosts[name]!;
  }

  #drop(host: string, cause: Extract<Event, { kind: 'dropped' }>['cause'], why: string, skb: Skb | null): null {
    this.#event({ kind: 'dropped', host, cause, why });
    if (skb) this.#change(host, (h) => ({ ...h, conntrack: abandon(h.conntrack, skb) }));
    return null;
  }

  #change(name: string, change: (host: Host) => Host): void {
    this.world = { ...this.world, hosts: { ...this.world.hosts, [name]: change(this.#host(name)) } };
  }

  #random(): number {
    // A linear congruential step: the sequence is a function of the world's seed alone.
    const seed = (Math.imul(this.world.seed, 1664525) + 1013904223) >>> 0;
    this.world = { ...this.world, seed };
    return seed / 4294967296;
  }

  /** Takes the packet through a hook; null where it did not get out of it. */
  #hook(name: string, hook: Hook, skb: Skb, nextHop: number): Skb | null {
    const host = this.#host(name);
    const memory: Record<string, Json> = { ...host.filter.memory };
    const environment: Environment = {
      hook, now: this.world.now, random: () => this.#random(),
      addressType: (address, device) => addressType(host, address, device),
      primaryAddress: (device) => addressOn(host, device, nextHop),
      wayBack: (address) => wayBack(host, address),
      recall: (key) => memory[key],
      remember: (key, value) => { memory[key] = value; },
    };
    const done = passHook(host, hook, skb, environment);
    this.#change(name, (h) => ({ ...h, filter: { ...done.filter, memory }, conntrack: done.conntrack }));
    for (const event of done.events) this.#event({ ...event, host: name });
    switch (done.end.kind) {
      case 'on':
        return done.skb;
      case 'dropped':
        return this.#drop(name, done.end.cause, done.end.why, null);
      case 'reject':
        this.#event({ kind: 'dropped', host: name, cause: 'rule', why: `a rule rejects it with ${done.end.with}` });
        this.#reject(name, hook, done.skb, done.end.with);
        return null;
    }
  }

  /** REJECT's answer. Reference: net/ipv4/netfilter/nf_reject_ipv4.c */
  #reject(name: string, hook: Hook, skb: Skb, answer: string): void {
    const { packet } = skb;
    if (answer !== 'tcp-reset') return this.#error(name, answer.slice('icmp-'.length) as IcmpErrorName, skb, hook);
    const t = packet.transport;
    if (t.kind !== 'tcp' || t.flags.includes('RST') || packet.fragment?.offset) return;
    const flags = t.flags.includes('ACK') ? (['RST'] as const) : (['RST', 'ACK'] as const);
    const reset = tcpSegment({ source: packet.destination, destination: packet.source }, t.dport, t.sport, flags);
    this.#queue.push({ host: name, packet: reset, by: 'kernel', owner: null, connection: this.#related(name, skb), answers: this.journeys.length });
  }

  /** The kernel's own answers belong to the connection of the packet they are about. */
  #related(name: string, skb: Skb): Skb['connection'] {
    const seen = skb.connection;
    const c = connectionOf(this.#host(name).conntrack, seen?.id);
    return c ? viewOf(c, seen!.direction === 'original' ? 'reply' : 'original', 'RELATED', this.world.now) : null;
  }

  #error(name: string, error: IcmpErrorName, skb: Skb, hook: Hook | null = null): void {
    const { packet } = skb;
    const host = this.#host(name);
    if (!deservesError(packet)) return;
    const own = addressType(host, packet.source) === 'LOCAL';
    const route = own ? null : lookUp(host, packet.source);
    const local = hook !== 'OUTPUT' && addressType(host, packet.destination) === 'LOCAL';
    const source = local ? packet.destination : own ? packet.source : route && sourceFor(host, route, packet.source);
    if (source === null) return;
    this.#queue.push({
      host: name, packet: icmpError({ source, destination: packet.source }, error, packet), by: 'kernel', owner: { uid: null, gid: null },
      connection: this.#related(name, skb), answers: this.journeys.length,
    });
  }

  /** Reference: net/ipv4/ip_output.c, __ip_local_out; netfilter.c, ip_route_me_harder. */
  #output({ host: name, packet, owner, connection }: Outgoing): void {
    const route = this.#route(name, packet.destination);
    if (route === null) {
      this.#event({ kind: 'routed', host: name, to: 'nowhere', device: null, via: null, route: null });
      this.#drop(name, 'no-route', `${name} has no route to ${printAddress(packet.destination)}`, null);
      return;
    }
    this.#event({ kind: 'routed', host: name, to: 'onward', ...route.words });
    const before: Skb = { packet, input: null, output: route.device, mark: 0, mac: null, type: 'unicast', owner, template: null, connection };
    const out = this.#hook(name, 'OUTPUT', before, route.nextHop);
    if (!out) return;
    let way = route;
    if (out.packet.destination !== packet.destination) {
      const again = this.#route(name, out.packet.destination);
      if (again === null) {
        this.#drop(name, 'no-route', `${name} has no route to ${printAddress(out.packet.destination)}`, out);
        return;
      }
      way = again;
      this.#event({ kind: 'routed', host: name, to: 'onward', ...way.words });
    }
    this.#leave(name, { ...out, output: way.device }, way.nextHop);
  }

  #route(name: string, destination: number): { readonly device: string; readonly nextHop: number; readonly words: { readonly device: string; readonly via: string | null; readonly route: string } } | null {
    const host = this.#host(name);
    if (ownerOf(host, destination)) return { device: 'lo', nextHop: destination, words: { device: 'lo', via: null, route: `local ${printAddress(destination)} dev lo` } };
    const route = lookUp(host, destination);
    if (!route || route.kind !== 'unicast' || route.device === null) return null;
    const via = route.via === null ? null : printAddress(route.via);
    return { device: route.device, nextHop: route.via ?? destination, words: { device: route.device, via, route: printRoute(route) } };
  }

  #leave(name: string, skb: Skb, nextHop: number): void {
    const out = this.#hook(name, 'POSTROUTING', skb, nextHop);
    if (!out) return;
    if (out.output === 'lo') return this.#receive(name, 'lo', { ...out, input: 'lo', output: null, owner: null });
    this.#wire(name, out, nextHop);
  }

  /** Asks on the link who has the next hop's address, and hands the packet over. Nobody there is host-unreachable. */
  #wire(name: string, skb: Skb, nextHop: number): void {
    const from = this.#host(name).interfaces.find((i) => i.name === skb.output)!;
    for (const host of Object.values(this.world.hosts)) {
      if (host.name === name || from.link === null || !ownerOf(host, nextHop)) continue;
      const on = host.interfaces.filter((i) => i.link === from.link && i.up);
      const to = on.find((i) => i.addresses.some((a) => a.address === nextHop)) ?? on[0];
      if (!to) continue;
      this.#event({ kind: 'wire', link: from.link, from: { host: name, device: from.name }, to: { host: host.name, device: to.name }, packet: skb.packet });
      return this.#receive(host.name, to.name, { packet: skb.packet, input: to.name, output: null, mark: 0, mac: from.mac, type: 'unicast', owner: null, template: null, connection: null });
    }
    this.#event({ kind: 'dropped', host: name, cause: 'no-neighbour', why: `nobody on ${from.link ?? from.name} has the address ${printAddress(nextHop)}` });
    this.#error(name, 'host-unreachable', { ...skb, output: null });
  }

  /** Reference: net/ipv4/ip_input.c, ip_rcv_finish; ip_forward.c. */
  #receive(name: string, device: string, arrived: Skb): void {
    const host = this.#host(name);
    const entered = this.#hook(name, 'PREROUTING', arrived, 0);
    if (!entered) return;
    const { packet } = entered;
    const loopback = (address: number) => address >>> 24 === 127;
    if (device !== 'lo' && (loopback(packet.source) || (loopback(packet.destination) && host.sysctl['net.ipv4.conf.all.route_localnet'] !== '1'))) {
      this.#drop(name, 'martian', 'an address of 127.0.0.0/8 never comes from a wire', entered);
      return;
    }
    if (device !== 'lo' && addressType(host, packet.source) === 'LOCAL') {
      this.#drop(name, 'martian', `it comes from a wire with ${name}'s own address as its source`, entered);
      return;
    }
    const type = addressType(host, packet.destination);
    if (type === 'LOCAL' || type === 'BROADCAST') {
      this.#event({ kind: 'routed', host: name, to: 'here', device: null, via: null, route: `${type.toLowerCase()} ${printAddress(packet.destination)}` });
      const inside = this.#hook(name, 'INPUT', entered, 0);
      if (inside) this.#local(name, inside);
      return;
    }
    this.#forward(name, entered);
  }

  #forward(name: string, skb: Skb): void {
    const host = this.#host(name);
    if (!host.forwarding) {
      this.#drop(name, 'not-forwarding', `it is for somebody else, and ${name} does not forward (net.ipv4.ip_forward is 0)`, skb);
      return;
    }
    const { packet } = skb;
    const found = lookUp(host, packet.destination);
    const route = this.#route(name, packet.destination);
    if (route === null) {
      this.#event({ kind: 'routed', host: name, to: 'nowhere', device: null, via: null, route: found ? printRoute(found) : null });
      this.#event({ kind: 'dropped', host: name, cause: 'no-route', why: `${name} has no route to ${printAddress(packet.destination)}` });
      if (found?.kind !== 'blackhole') this.#error(name, found?.kind === 'unreachable' ? 'host-unreachable' : found?.kind === 'prohibit' ? 'admin-prohibited' : 'net-unreachable', skb);
      return;
    }
    this.#event({ kind: 'routed', host: name, to: 'onward', ...route.words });
    if (packet.ttl <= 1) {
      this.#event({ kind: 'dropped', host: name, cause: 'ttl', why: 'its time to live has run out' });
      this.#error(name, 'ttl-exceeded', skb);
      return;
    }
    const onward = this.#hook(name, 'FORWARD', { ...skb, packet: { ...packet, ttl: packet.ttl - 1 }, output: route.device }, route.nextHop);
    if (onward) this.#leave(name, onward, route.nextHop);
  }

  #local(name: string, skb: Skb): void {
    const { to, send } = this.#deliver(this.#host(name), skb, this.journeys.length);
    if (to !== null) this.#event({ kind: 'delivered', host: name, to, skb });
    else {
      this.#event({ kind: 'dropped', host: name, cause: 'no-socket', why: 'no program waits for it' });
      if (skb.packet.transport.kind === 'udp') this.#error(name, 'port-unreachable', skb);
    }
    this.#queue.push(...send);
  }
}
