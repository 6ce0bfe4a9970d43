import { connectionOf } from '../netfilter/datapath/conntrack.ts';
import { untracked } from '../netfilter/datapath/noConnection.ts';
import { type HookResult, passHook } from '../netfilter/datapath/passHook.ts';
import { abandon, closed, viewOf } from '../netfilter/datapath/track.ts';
import type { Environment } from '../netfilter/extension.ts';
import type { Skb } from '../netfilter/packet.ts';
import type { Hook } from '../netfilter/types.ts';
import type { Json } from '../text/json.ts';
import { withIcmpAllowed } from './icmpRate.ts';
import { flowOf, wayOf } from './nextHop.ts';
import type { Outgoing, Programs } from './outgoing.ts';
import { deservesError, type IcmpErrorName, icmpError, tcpSegment } from './packets.ts';
import { addressOn, addressType, lookUp, sourceFor, sourceForOwn, wayBack } from './routes.ts';
import type { Event } from './trace.ts';
import type { Host, World } from './world.ts';

/** Milliseconds between two packets. */
const pause = 1;

type Ending = Extract<Event, { kind: 'dropped' }>['cause'];

/**
 * One packet under way: what has happened to it, what hosts make of it at their hooks, and what the kernel
 * answers. Changes its own copy of the world.
 */
export class Underway {
  world: World;
  /** What has happened, in order. */
  readonly events: Event[] = [];
  /** The packets that answer it, still to be sent. */
  readonly answers: Outgoing[] = [];
  protected readonly sent: Outgoing;
  protected readonly programs: Programs;
  /** The number of its journey, for the answers to name. */
  protected readonly number: number;
  /** The host that sends a copy: its TEE makes no copy of that. */
  protected readonly copying: string | null;

  constructor(world: World, sent: Outgoing, number: number, programs: Programs) {
    this.world = { ...world, now: world.now + pause };
    this.sent = sent;
    this.number = number;
    this.programs = programs;
    this.copying = sent.copy ? sent.host : null;
  }

  protected event(event: Event): void {
    this.events.push(event);
  }

  protected host(name: string): Host {
    return this.world.hosts[name]!;
  }

  /** The end of a packet; an entry of connection tracking that it began goes with it. */
  protected drop(host: string, cause: Ending, why: string, skb: Skb | null): null {
    this.event({ kind: 'dropped', host, cause, why });
    if (skb) this.change(host, (h) => ({ ...h, conntrack: abandon(h.conntrack, skb) }));
    return null;
  }

  /**
   * The end of a packet that its sender is told of. The entry it began lives until the error is sent, which
   * belongs to it.
   */
  protected refuse(host: string, cause: Ending, why: string, skb: Skb, error: IcmpErrorName | null): void {
    this.event({ kind: 'dropped', host, cause, why });
    if (error) this.error(host, error, skb);
  }

  protected change(name: string, change: (host: Host) => Host): void {
    this.world = { ...this.world, hosts: { ...this.world.hosts, [name]: change(this.host(name)) } };
  }

  protected random(): number {
    // A linear congruential step: the sequence is a function of the world's seed alone.
    const seed = (Math.imul(this.world.seed, 1664525) + 1013904223) >>> 0;
    this.world = { ...this.world, seed };
    return seed / 4294967296;
  }

  /** Takes the packet through a hook; null where it did not get out of it. */
  protected hook(name: string, hook: Hook, skb: Skb, nextHop = 0): Skb | null {
    return this.pass(name, hook, skb, nextHop)?.skb ?? null;
  }

  protected pass(
    name: string,
    hook: Hook,
    skb: Skb,
    nextHop: number,
  ): Pick<HookResult, 'skb' | 'reroute'> | null {
    const host = this.host(name);
    let { memory } = host.filter;
    const environment: Environment = {
      hook,
      now: this.world.now,
      random: () => this.random(),
      addressType: (address, device) => addressType(host, address, device),
      primaryAddress: (device) => addressOn(host, device, nextHop),
      hardwareAddress: (device) => host.interfaces.find((i) => i.name === device)?.mac ?? null,
      wayBack: (address, mark) => wayBack(host, address, mark),
      leads: (changed) => 'device' in wayOf(this.host(name), flowOf(changed)),
      socket: (...ask) => this.programs.waiting(host, ...ask),
      recall: (key) => memory[key],
      remember: (key, value: Json) => {
        memory = { ...memory, [key]: value };
      },
    };
    const done = passHook(host, hook, skb, environment);
    this.change(name, (h) => ({ ...h, filter: { ...done.filter, memory }, conntrack: done.conntrack }));
    for (const event of done.events) this.event({ ...event, host: name });
    if (this.copying !== name) this.copies(name, hook, done.events);
    for (const made of done.sends)
      this.answers.push({
        host: name,
        ...made,
        by: 'kernel',
        owner: null,
        answers: this.number,
        anySource: true,
      });
    switch (done.end.kind) {
      case 'on':
        return done;
      case 'dropped':
        if (done.end.cause === 'no-route') this.programs.unsent(this.sent);
        return this.drop(name, done.end.cause, done.end.why, null);
      case 'reject':
        this.event({
          kind: 'dropped',
          host: name,
          cause: 'rule',
          why: `a rule rejects it with ${done.end.with}`,
        });
        this.reject(name, hook, done.skb, done.end.with);
        return null;
    }
  }

  /** What TEE sends besides. Reference: net/ipv4/netfilter/nf_dup_ipv4.c */
  protected copies(name: string, hook: Hook, events: HookResult['events']): void {
    for (const event of events)
      for (const step of event.kind === 'table' ? event.visit.steps : [])
        for (const effect of step.kind === 'matched' ? step.effects : []) {
          if (step.kind !== 'matched' || effect.kind !== 'copy') continue;
          const { packet, mark } = step.skb;
          const way = wayOf(this.host(name), {
            destination: effect.to,
            source: 0,
            mark: 0,
            input: 'lo',
            tos: packet.tos,
          });
          if (!('device' in way)) continue;
          const arrives = hook === 'PREROUTING' || hook === 'INPUT';
          this.answers.push({
            host: name,
            packet: arrives ? { ...packet, ttl: packet.ttl - 1 } : packet,
            by: 'kernel',
            owner: null,
            connection: untracked,
            answers: this.number,
            copy: { way, mark },
          });
        }
  }

  /** REJECT's answer. Reference: net/ipv4/netfilter/nf_reject_ipv4.c */
  protected reject(name: string, hook: Hook, skb: Skb, answer: string): void {
    const { packet } = skb;
    if (answer !== 'tcp-reset')
      return this.error(name, answer.slice('icmp-'.length) as IcmpErrorName, skb, hook);
    const t = packet.transport;
    if (t.kind !== 'tcp' || t.flags.includes('RST') || packet.fragment?.offset) return;
    const flags = t.flags.includes('ACK') ? (['RST'] as const) : (['RST', 'ACK'] as const);
    const reset = tcpSegment(
      { source: packet.destination, destination: packet.source },
      t.dport,
      t.sport,
      flags,
    );
    this.answers.push({
      host: name,
      packet: reset,
      by: 'kernel',
      owner: null,
      connection: this.related(name, skb),
      answers: this.number,
      anySource: true,
    });
    this.change(name, (h) => ({
      ...h,
      conntrack: closed(h.conntrack, skb.connection?.id, this.world.now, h.sysctl),
    }));
  }

  /** The kernel's own answers belong to the connection of the packet they are about. */
  protected related(name: string, skb: Skb): Skb['connection'] {
    const seen = skb.connection;
    const c = connectionOf(this.host(name).conntrack, seen?.id);
    return c
      ? viewOf(c, seen!.direction === 'original' ? 'reply' : 'original', 'RELATED', this.world.now)
      : null;
  }

  /** Reference: net/ipv4/icmp.c, __icmp_send */
  protected error(name: string, error: IcmpErrorName, skb: Skb, hook: Hook | null = null): void {
    const { packet } = skb;
    const host = this.host(name);
    // The kernel has one socket for ICMP, and it is in use while its own message is on the way out.
    // Reference: icmp_xmit_lock
    const busy = hook === 'OUTPUT' && this.sent.by === 'kernel' && packet.protocol === 1;
    if (busy || !deservesError(packet)) return;
    const own = addressType(host, packet.source) === 'LOCAL';
    const route = own
      ? null
      : lookUp(host, { destination: packet.source, source: 0, mark: 0, input: 'lo', tos: packet.tos });
    const local = hook !== 'OUTPUT' && addressType(host, packet.destination) === 'LOCAL';
    const source = local
      ? packet.destination
      : own
        ? sourceForOwn(host, packet.source)
        : route && sourceFor(host, route, packet.source);
    if (source === null) return;
    const made = icmpError({ source, destination: packet.source }, error, packet);
    const allowed = own ? host : withIcmpAllowed(host, made, this.world.now);
    if (allowed === null) return;
    this.change(name, () => allowed);
    this.answers.push({
      host: name,
      packet: made,
      by: 'kernel',
      owner: { uid: null, gid: null },
      connection: this.related(name, skb),
      answers: this.number,
    });
  }
}
