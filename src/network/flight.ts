import { connectionOf } from '../netfilter/conntrack.ts';
import type { Environment } from '../netfilter/extension.ts';
import { type HookResult, passHook } from '../netfilter/hook.ts';
import type { Json } from '../netfilter/json.ts';
import type { Packet, Skb } from '../netfilter/packet.ts';
import { untracked } from '../netfilter/noConnection.ts';
import { abandon, tracks, viewOf } from '../netfilter/track.ts';
import type { Hook } from '../netfilter/types.ts';
import { printAddress } from '../netfilter/values/address.ts';
import { type Crossing, type Neighbour, neighbourKey, neighbourOf, portTo } from './ethernet.ts';
import { fragmented, reassembled } from './fragments.ts';
import { withIcmpAllowed } from './icmpRate.ts';
import { deservesError, icmpError, type IcmpErrorName, tcpSegment, titleOf } from './packets.ts';
import { addressOn, addressType, lookUp, ownerOf, printRoute, sourceFor, sourceForOwn, wayBack } from './routes.ts';
import type { Flow } from './routingRules.ts';
import { sourceFault } from './sourceFault.ts';
import { deviceParameter, forwards, hostParameter } from './sysctl.ts';
import type { Event, Journey } from './trace.ts';
import type { Host, Route, World } from './world.ts';

/** A packet somebody wants to send. `connection` is what the kernel attaches to its own errors and resets. */
export interface Outgoing {
  readonly host: string;
  readonly packet: Packet;
  readonly by: 'client' | 'listener' | 'kernel';
  readonly owner: Skb['owner'];
  readonly connection: Skb['connection'];
  readonly answers: number | null;
  /** REJECT resets a connection in the name of its other end; nobody else sends from an address that the host has not got. */
  readonly anySource?: true;
  /** Where a copy that TEE made goes, whatever its destination says. */
  readonly copy?: { readonly way: Onward; readonly mark: number };
}

/** What a host does with a packet that is for it: the packets it sends back. */
export type Deliver = (host: Host, skb: Skb, journey: number) => { readonly to: 'client' | 'listener' | 'kernel' | null; readonly send: readonly Outgoing[] };

/** What kind of socket of a host gets what comes for `local` from `remote`; null for none. */
export type Waiting = (host: Host, ...ask: Parameters<NonNullable<Environment['socket']>>) => ReturnType<NonNullable<Environment['socket']>>;

/** The programs of all hosts: what they do with what they get, and what they wait for. */
export interface Programs {
  readonly deliver: Deliver;
  readonly waiting: Waiting;
  /** Sending failed at once: the way that a rule chose on this host leads nowhere. */
  unsent(packet: Outgoing): void;
}

/** A packet that so much has happened to goes in a circle that its time to live does not end. */
const mostEvents = 5000;

/** Milliseconds between two packets. */
const pause = 1;
/** Milliseconds until a host gives up asking for a neighbour: three times a second. Reference: net/ipv4/arp.c, arp_tbl */
const patience = 3000;
const mtu = 1500;

/** Where a packet goes next. */
interface Onward {
  readonly device: string;
  readonly nextHop: number;
  readonly route: Route | null;
}

/** What routing goes by for a packet made here. */
const flowOf = ({ packet, mark }: Skb): Flow => ({ destination: packet.destination, source: packet.source, mark, input: 'lo', tos: packet.tos });

type Ending = Extract<Event, { kind: 'dropped' }>['cause'];

/** What one packet left behind. */
export interface Flown {
  readonly world: World;
  readonly journey: Journey;
  /** The packets that answer it, still to be sent. */
  readonly answers: readonly Outgoing[];
}

/** Follows a packet to its end. `number` is the journey's, for the answers to name. */
export const fly = (world: World, packet: Outgoing, number: number, programs: Programs): Flown => new Flight(world, number, programs).run(packet);

/** One packet under way. Changes its own copy of the world. */
class Flight {
  world: World;
  #number: number;
  #answers: Outgoing[] = [];
  #programs: Programs;
  #events: Event[] = [];
  #sent: Outgoing | null = null;
  /** The host that sends a copy: its TEE makes no copy of that. */
  #copying: string | null = null;

  constructor(world: World, number: number, programs: Programs) {
    this.world = { ...world, now: world.now + pause };
    this.#number = number;
    this.#programs = programs;
  }

  run(sent: Outgoing): Flown {
    const at = this.world.now;
    this.#sent = sent;
    this.#event({ kind: 'made', host: sent.host, by: sent.by, packet: sent.packet });
    this.#copying = sent.copy ? sent.host : null;
    this.#output(sent);
    return { world: this.world, journey: { title: titleOf(sent.packet), answers: sent.answers, at, events: this.#events }, answers: this.#answers };
  }

  #event(event: Event): void {
    this.#events.push(event);
  }

  #host(name: string): Host {
    return this.world.hosts[name]!;
  }

  /** The end of a packet; an entry of connection tracking that it began goes with it. */
  #drop(host: string, cause: Ending, why: string, skb: Skb | null): null {
    this.#event({ kind: 'dropped', host, cause, why });
    if (skb) this.#change(host, (h) => ({ ...h, conntrack: abandon(h.conntrack, skb) }));
    return null;
  }

  /** The end of a packet that its sender is told of. The entry it began lives until the error is sent, which belongs to it. */
  #refuse(host: string, cause: Ending, why: string, skb: Skb, error: IcmpErrorName | null): void {
    this.#event({ kind: 'dropped', host, cause, why });
    if (error) this.#error(host, error, skb);
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
  #hook(name: string, hook: Hook, skb: Skb, nextHop = 0): Skb | null {
    return this.#pass(name, hook, skb, nextHop)?.skb ?? null;
  }

  #pass(name: string, hook: Hook, skb: Skb, nextHop: number): Pick<HookResult, 'skb' | 'reroute'> | null {
    const host = this.#host(name);
    let { memory } = host.filter;
    const environment: Environment = {
      hook, now: this.world.now, random: () => this.#random(),
      addressType: (address, device) => addressType(host, address, device),
      primaryAddress: (device) => addressOn(host, device, nextHop),
      hardwareAddress: (device) => host.interfaces.find((i) => i.name === device)?.mac ?? null,
      wayBack: (address, mark) => wayBack(host, address, mark),
      leads: (changed) => 'device' in this.#way(name, flowOf(changed)),
      socket: (...ask) => this.#programs.waiting(host, ...ask),
      recall: (key) => memory[key],
      remember: (key, value: Json) => { memory = { ...memory, [key]: value }; },
    };
    const done = passHook(host, hook, skb, environment);
    this.#change(name, (h) => ({ ...h, filter: { ...done.filter, memory }, conntrack: done.conntrack }));
    for (const event of done.events) this.#event({ ...event, host: name });
    if (this.#copying !== name) this.#copies(name, hook, done.events);
    switch (done.end.kind) {
      case 'on':
        return done;
      case 'dropped':
        if (done.end.cause === 'no-route') this.#programs.unsent(this.#sent!);
        return this.#drop(name, done.end.cause, done.end.why, null);
      case 'reject':
        this.#event({ kind: 'dropped', host: name, cause: 'rule', why: `a rule rejects it with ${done.end.with}` });
        this.#reject(name, hook, done.skb, done.end.with);
        return null;
    }
  }

  /** What TEE sends besides. Reference: net/ipv4/netfilter/nf_dup_ipv4.c */
  #copies(name: string, hook: Hook, events: HookResult['events']): void {
    for (const event of events)
      for (const step of event.kind === 'table' ? event.visit.steps : [])
        for (const effect of step.kind === 'matched' ? step.effects : []) {
          if (step.kind !== 'matched' || effect.kind !== 'copy') continue;
          const { packet, mark } = step.skb;
          const way = this.#way(name, { destination: effect.to, source: 0, mark: 0, input: 'lo', tos: packet.tos });
          if (!('device' in way)) continue;
          const arrives = hook === 'PREROUTING' || hook === 'INPUT';
          this.#answers.push({
            host: name, packet: arrives ? { ...packet, ttl: packet.ttl - 1 } : packet, by: 'kernel', owner: null, connection: untracked,
            answers: this.#number, copy: { way, mark },
          });
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
    this.#answers.push({ host: name, packet: reset, by: 'kernel', owner: null, connection: this.#related(name, skb), answers: this.#number, anySource: true });
  }

  /** The kernel's own answers belong to the connection of the packet they are about. */
  #related(name: string, skb: Skb): Skb['connection'] {
    const seen = skb.connection;
    const c = connectionOf(this.#host(name).conntrack, seen?.id);
    return c ? viewOf(c, seen!.direction === 'original' ? 'reply' : 'original', 'RELATED', this.world.now) : null;
  }

  /** Reference: net/ipv4/icmp.c, __icmp_send */
  #error(name: string, error: IcmpErrorName, skb: Skb, hook: Hook | null = null): void {
    const { packet } = skb;
    const host = this.#host(name);
    // The kernel has one socket for ICMP, and it is in use while its own message is on the way out. Reference: icmp_xmit_lock
    const busy = hook === 'OUTPUT' && this.#sent?.by === 'kernel' && packet.protocol === 1;
    if (busy || !deservesError(packet)) return;
    const own = addressType(host, packet.source) === 'LOCAL';
    const route = own ? null : lookUp(host, { destination: packet.source, source: 0, mark: 0, input: 'lo', tos: packet.tos });
    const local = hook !== 'OUTPUT' && addressType(host, packet.destination) === 'LOCAL';
    const source = local ? packet.destination : own ? sourceForOwn(host, packet.source) : route && sourceFor(host, route, packet.source);
    if (source === null) return;
    const made = icmpError({ source, destination: packet.source }, error, packet);
    const allowed = own ? host : withIcmpAllowed(host, made, this.world.now);
    if (allowed === null) return;
    this.#change(name, () => allowed);
    this.#answers.push({ host: name, packet: made, by: 'kernel', owner: { uid: null, gid: null }, connection: this.#related(name, skb), answers: this.#number });
  }

  /** Reference: net/ipv4/ip_output.c, __ip_local_out; netfilter.c, ip_route_me_harder. */
  #output({ host: name, packet, owner, connection, anySource, copy }: Outgoing): void {
    if (!anySource && !copy && !ownerOf(this.#host(name), packet.source)) {
      this.#drop(name, 'no-route', `${name} has not got the address ${printAddress(packet.source)}, and sends nothing from it`, null);
      return;
    }
    if (copy) this.#routed(name, copy.way, copy.way.nextHop);
    const way = copy ? copy.way : this.#wayOut(name, { destination: packet.destination, source: packet.source, mark: 0, input: 'lo', tos: packet.tos }, null);
    if (way === null) return;
    const out = this.#pass(name, 'OUTPUT', { packet, input: null, output: way.device, mark: copy?.mark ?? 0, mac: null, ports: null, type: 'unicast', owner, template: null, connection }, way.nextHop);
    if (!out) return;
    const { skb, reroute } = out;
    const again = reroute && !copy ? this.#wayOut(name, flowOf(skb), skb) : way;
    if (again) this.#leave(name, [{ ...skb, output: again.device }], again.nextHop);
  }

  /** Looks a local packet's way up and tells of it; without one the packet, if there is one yet, ends here. */
  #wayOut(name: string, flow: Flow, skb: Skb | null): Onward | null {
    const way = this.#way(name, flow);
    if ('device' in way) {
      this.#routed(name, way, flow.destination);
      return way;
    }
    this.#event({ kind: 'routed', host: name, to: 'nowhere', device: null, via: null, route: way.route && printRoute(way.route) });
    return this.#drop(name, 'no-route', `${name} has no route to ${printAddress(flow.destination)}`, skb);
  }

  #routed(name: string, { device, route }: Onward, destination: number): void {
    const words = route ? { via: route.via === null ? null : printAddress(route.via), route: printRoute(route) } : { via: null, route: `local ${printAddress(destination)} dev lo` };
    this.#event({ kind: 'routed', host: name, to: 'onward', device, ...words });
  }

  /** Where a flow goes, or the route that says it goes nowhere. */
  #way(name: string, flow: Flow): Onward | { readonly route: Route | null } {
    const host = this.#host(name);
    if (ownerOf(host, flow.destination)) return { device: 'lo', nextHop: flow.destination, route: null };
    const route = lookUp(host, flow);
    if (route?.kind === 'local') return { device: 'lo', nextHop: flow.destination, route };
    const { source, input } = flow;
    // Reference: net/ipv4/route.c, __mkroute_output
    if (input === 'lo' && source >>> 24 === 127 && route?.device && deviceParameter(host.sysctl, route.device, 'route_localnet') === 0) return { route: null };
    return route?.kind === 'unicast' && route.device !== null ? { device: route.device, nextHop: route.via ?? flow.destination, route } : { route };
  }

  /** POSTROUTING for packets that go the same way, and out. */
  #leave(name: string, packets: readonly Skb[], nextHop: number): void {
    const out = packets.flatMap((skb) => this.#hook(name, 'POSTROUTING', skb, nextHop) ?? []);
    const first = out[0];
    if (!first) return;
    if (first.output === 'lo') this.#receive(name, 'lo', out.map((skb) => ({ ...skb, input: 'lo', output: null, owner: null })));
    else this.#wire(name, out, nextHop);
  }

  /** Asks on the link who has the next hop's address, and hands the packets over. Nobody there is host-unreachable. */
  #wire(name: string, packets: readonly Skb[], nextHop: number): void {
    const device = packets[0]!.output!;
    const to = this.#neighbour(name, device, nextHop, packets[0]!.packet.source);
    if (to) return this.#carry(name, device, packets.flatMap((skb) => fragmented(skb, mtu)), to);
    const { link } = this.#host(name).interfaces.find((i) => i.name === device)!;
    this.world = { ...this.world, now: this.world.now + patience };
    for (const skb of packets) this.#refuse(name, 'no-neighbour', `nobody on ${link ?? device} has the address ${printAddress(nextHop)}`, { ...skb, output: null }, 'host-unreachable');
  }

  /** Who has an address on a device's link. Asked in the packet's own name if that is one of the device's; the two then know each other. */
  #neighbour(name: string, device: string, nextHop: number, source: number): Neighbour | null {
    const host = this.#host(name);
    const own = host.interfaces.find((i) => i.name === device)!.addresses.some((a) => a.address === source);
    const sender = own ? source : (addressOn(host, device, nextHop) ?? 0);
    const to = neighbourOf(this.world, name, device, nextHop, sender);
    if (!to) return null;
    const meet = (known: string, at: string, address: number) => {
      const key = neighbourKey(at, address);
      if (!this.#host(known).neighbours.includes(key)) this.#change(known, (h) => ({ ...h, neighbours: [...h.neighbours, key] }));
    };
    meet(name, device, nextHop);
    meet(to.host, to.device, sender);
    return to;
  }

  /** Takes frames over links and the bridges between them. */
  #carry(name: string, device: string, frames: readonly Skb[], to: Neighbour): void {
    const { mac } = this.#host(name).interfaces.find((i) => i.name === device)!;
    let from = { host: name, device };
    let under = frames.map(({ packet }): Skb => ({ packet, input: null, output: null, mark: 0, mac, ports: null, type: 'unicast', owner: null, template: null, connection: null }));
    for (const crossing of to.crossed) {
      const link = this.#linkOf(crossing.host, crossing.from);
      for (const { packet } of under) this.#event({ kind: 'wire', link, from, to: { host: crossing.host, device: crossing.from }, packet });
      under = this.#bridge(crossing, under);
      if (under.length === 0) return;
      from = { host: crossing.host, device: crossing.to };
    }
    for (const { packet } of under) this.#event({ kind: 'wire', link: to.link, from, to: { host: to.host, device: to.port ?? to.device }, packet });
    const ports = to.port !== null && this.#filtersBridges(to.host) ? { input: to.port, output: null } : null;
    this.#receive(to.host, to.device, under.map((skb) => ({ ...skb, input: to.device, ports })));
  }

  #filtersBridges(name: string): boolean {
    return hostParameter(this.#host(name).sysctl, 'net.bridge.bridge-nf-call-iptables') !== 0;
  }

  /** Frames that cross a bridge; with br_netfilter they pass the host's hooks as if it forwarded them. Reference: net/bridge/br_netfilter_hooks.c */
  #bridge({ host: name, bridge, from, to }: Crossing, frames: readonly Skb[]): Skb[] {
    for (const { packet } of frames) this.#event({ kind: 'bridged', host: name, bridge, from, to, packet });
    if (!this.#filtersBridges(name)) return [...frames];
    const crossed = this.#whole(name, frames).flatMap((frame): Skb[] => {
      const entered = this.#hook(name, 'PREROUTING', { ...frame, input: bridge, ports: { input: from, output: null } });
      if (!entered) return [];
      if (entered.packet.destination !== frame.packet.destination) {
        this.#redirected(name, bridge, entered);
        return [];
      }
      return this.#across(name, bridge, to, entered);
    });
    return crossed.flatMap(({ packet, mac }) => fragmented({ ...frames[0]!, packet, mac }, mtu));
  }

  #across(name: string, bridge: string, port: string, skb: Skb): Skb[] {
    const onward = this.#hook(name, 'FORWARD', { ...skb, output: bridge, ports: { input: skb.ports!.input, output: port } });
    const out = onward && this.#hook(name, 'POSTROUTING', onward);
    return out ? [out] : [];
  }

  /** A frame that PREROUTING has given a new destination: bridged on to a neighbour on the same bridge, else routed. Reference: br_netfilter_hooks.c, br_nf_pre_routing_finish */
  #redirected(name: string, bridge: string, skb: Skb): void {
    const { packet } = skb;
    const way = this.#way(name, { destination: packet.destination, source: packet.source, mark: skb.mark, input: bridge, tos: packet.tos });
    const to = 'device' in way && way.device === bridge ? this.#neighbour(name, bridge, way.nextHop, packet.source) : null;
    const port = to && portTo(this.#host(name), bridge, to.crossed.length ? this.#linkOf(to.crossed[0]!.host, to.crossed[0]!.from) : to.link);
    if (!to || port === null) return this.#decide(name, bridge, [skb]);
    this.#event({ kind: 'bridged', host: name, bridge, from: skb.ports!.input, to: port, packet });
    const out = this.#across(name, bridge, port, skb);
    if (out.length) this.#carry(name, bridge, out.flatMap((one) => fragmented(one, mtu)), to);
  }

  #linkOf(name: string, device: string): string {
    return this.#host(name).interfaces.find((i) => i.name === device)!.link!;
  }

  /** Fragments as a host that tracks connections sees them: put together before any table. Reference: net/ipv4/netfilter/nf_defrag_ipv4.c */
  #whole(name: string, packets: readonly Skb[]): readonly Skb[] {
    return tracks(this.#host(name).filter) ? this.#together(name, packets) : packets;
  }

  #together(name: string, packets: readonly Skb[]): readonly Skb[] {
    if (!packets.some((skb) => skb.packet.fragment)) return packets;
    const whole = reassembled(packets);
    if (whole) return [whole];
    this.#drop(name, 'fragments', 'some of its fragments are missing', null);
    return [];
  }

  #receive(name: string, device: string, arrived: readonly Skb[]): void {
    if (this.#events.length > mostEvents) {
      this.#drop(name, 'loop', 'rules that write its time to live keep it going round for ever, and nobody waits for that', null);
      return;
    }
    const entered = this.#whole(name, arrived).flatMap((skb) => {
      const inside = this.#hook(name, 'PREROUTING', skb);
      if (inside?.ports && inside.packet.destination !== skb.packet.destination) {
        this.#redirected(name, device, inside);
        return [];
      }
      return inside ?? [];
    });
    this.#decide(name, device, entered);
  }

  /** The routing decision for what came in, fragments of one packet together. Reference: net/ipv4/route.c, ip_route_input_slow. */
  #decide(name: string, device: string, packets: readonly Skb[]): void {
    const host = this.#host(name);
    const here: Skb[] = [];
    const onward: { readonly skb: Skb; readonly way: Onward }[] = [];
    for (const skb of packets) {
      const { packet } = skb;
      const fault = this.#martian(host, device, packet);
      if (fault !== null) {
        this.#drop(name, 'martian', fault, skb);
        continue;
      }
      const type = addressType(host, packet.destination);
      const way = this.#way(name, { destination: packet.destination, source: packet.source, mark: skb.mark, input: device, tos: packet.tos });
      const local = type === 'LOCAL' || type === 'BROADCAST' || way.route?.kind === 'local';
      if (!local && !forwards(host.sysctl, device)) {
        this.#drop(name, 'not-forwarding', `it is for somebody else, and ${name} does not forward (net.ipv4.ip_forward is 0)`, skb);
        continue;
      }
      if (!local && !('device' in way)) {
        this.#nowhere(name, skb, way.route);
        continue;
      }
      const unwelcome = device === 'lo' ? null : sourceFault(host, device, packet, skb.mark, local ? null : (way as Onward).device);
      if (unwelcome !== null) this.#drop(name, unwelcome.cause, unwelcome.why, skb);
      else if (local) here.push(skb);
      else onward.push({ skb, way: way as Onward });
    }
    for (const skb of this.#together(name, here)) this.#input(name, skb);
    this.#forward(name, onward);
  }

  /** Addresses that never come from a wire. */
  #martian(host: Host, device: string, { source, destination }: Packet): string | null {
    const loopback = (address: number) => address >>> 24 === 127;
    if (device === 'lo' || deviceParameter(host.sysctl, device, 'route_localnet') !== 0) return null;
    return loopback(source) || loopback(destination) ? 'an address of 127.0.0.0/8 never comes from a wire (net.ipv4.conf.*.route_localnet is 0)' : null;
  }

  #nowhere(name: string, skb: Skb, route: Route | null): void {
    this.#event({ kind: 'routed', host: name, to: 'nowhere', device: null, via: null, route: route && printRoute(route) });
    const error = route === null ? 'net-unreachable' : route.kind === 'unreachable' ? 'host-unreachable' : route.kind === 'prohibit' ? 'admin-prohibited' : null;
    this.#refuse(name, 'no-route', `${name} has no route to ${printAddress(skb.packet.destination)}`, skb, error);
  }

  #input(name: string, skb: Skb): void {
    const { destination } = skb.packet;
    this.#event({ kind: 'routed', host: name, to: 'here', device: null, via: null, route: `${addressType(this.#host(name), destination) === 'BROADCAST' ? 'broadcast' : 'local'} ${printAddress(destination)}` });
    const inside = this.#hook(name, 'INPUT', skb);
    if (inside) this.#local(name, inside);
  }

  /** Reference: net/ipv4/ip_forward.c. */
  #forward(name: string, packets: readonly { readonly skb: Skb; readonly way: Onward }[]): void {
    const out = new Map<string, { readonly way: Onward; readonly packets: Skb[] }>();
    for (const { skb, way } of packets) {
      const { packet } = skb;
      this.#routed(name, way, packet.destination);
      if (packet.ttl <= 1) {
        this.#refuse(name, 'ttl', 'its time to live has run out', skb, 'ttl-exceeded');
        continue;
      }
      const ports = skb.ports && { ...skb.ports, output: null };
      const onward = this.#hook(name, 'FORWARD', { ...skb, packet: { ...packet, ttl: packet.ttl - 1 }, output: way.device, ports }, way.nextHop);
      if (!onward) continue;
      const key = `${way.device} ${way.nextHop}`;
      out.set(key, { way, packets: [...(out.get(key)?.packets ?? []), onward] });
    }
    for (const { way, packets } of out.values()) this.#leave(name, packets, way.nextHop);
  }

  #local(name: string, skb: Skb): void {
    const { to, send } = this.#programs.deliver(this.#host(name), skb, this.#number);
    if (to !== null) this.#event({ kind: 'delivered', host: name, to, skb });
    // Sockets are given packets without their connection. Reference: net/ipv4/udp.c, __udp4_lib_rcv
    else this.#refuse(name, 'no-socket', 'no program waits for it', { ...skb, connection: null }, skb.packet.transport.kind === 'udp' ? 'port-unreachable' : null);
    this.#answers.push(...send);
  }
}
