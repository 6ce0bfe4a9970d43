import { untrackedView } from '../netfilter/datapath/connectionView.ts';
import type { HookEnvironment, HookEvent } from '../netfilter/datapath/packetAtHook.ts';
import { type HookResult, passHook } from '../netfilter/datapath/passHook.ts';
import type { Skb } from '../netfilter/packet.ts';
import type { Address, Hook } from '../netfilter/types.ts';
import type { Json } from '../text/json.ts';
import type { Flight } from './flight.ts';
import { sendReject } from './kernelAnswers.ts';
import { addressType } from './localAddress.ts';
import { mtuOf } from './mtu.ts';
import { flowOf, nextHopOf } from './nextHop.ts';
import { flowTo, reverseRoute } from './routes.ts';
import type { SocketLayer } from './socketLayer.ts';
import { selectAddress } from './sourceAddress.ts';

/** A packet that got through a hook. */
export interface Passed {
  readonly skb: Skb;
  /** It has to be routed again: a rule of OUTPUT changed what routing depends on. */
  readonly reroute: boolean;
}

/** The Netfilter hooks of all hosts, for one packet in flight. */
export class NetfilterHooks {
  readonly #flight: Flight;
  readonly #sockets: SocketLayer;

  constructor(flight: Flight, sockets: SocketLayer) {
    this.#flight = flight;
    this.#sockets = sockets;
  }

  /**
   * Takes a packet through a hook of a host; null where it stops there, which is then recorded and answered.
   * `nextHop` is the address that MASQUERADE chooses its own address for.
   */
  pass(name: string, hook: Hook, skb: Skb, nextHop: Address = 0): Passed | null {
    const flight = this.#flight;
    const memory = { now: flight.host(name).filter.memory };
    const done = passHook(flight.host(name), hook, skb, this.#environment(name, hook, nextHop, memory));
    flight.change(name, (h) => ({
      ...h,
      filter: { ...done.filter, memory: memory.now },
      conntrack: done.conntrack,
    }));
    for (const event of done.events) flight.record({ ...event, host: name });
    this.#sendCopies(name, hook, done.events);
    for (const made of done.sends)
      flight.answers.push({
        host: name,
        ...made,
        by: 'kernel',
        owner: null,
        answers: flight.number,
        anySource: true,
      });
    return this.#ended(name, hook, done);
  }

  #ended(name: string, hook: Hook, { skb, reroute, end }: HookResult): Passed | null {
    const flight = this.#flight;
    switch (end.kind) {
      case 'on':
        return { skb, reroute };
      case 'dropped':
        if (end.drop.reason === 'no-route') this.#sockets.sendFailed(flight.packet);
        flight.drop(name, end.drop, null);
        return null;
      case 'reject':
        flight.drop(name, { reason: 'rejected', by: end.by, with: end.with }, null);
        sendReject(flight, name, hook, skb, end.with, reroute);
        return null;
    }
  }

  #environment(
    name: string,
    hook: Hook,
    nextHop: Address,
    memory: { now: Readonly<Record<string, Json>> },
  ): HookEnvironment {
    const flight = this.#flight;
    const host = flight.host(name);
    return {
      hook,
      now: flight.world.now,
      random: () => flight.random(),
      addressType: (address, device) => addressType(host, address, device),
      primaryAddress: (device) => selectAddress(host, device, nextHop),
      mtu: (device) => mtuOf(host, device),
      hardwareAddress: (device) => host.interfaces.find((i) => i.name === device)?.mac ?? null,
      reverseRoute: (address, mark) => reverseRoute(host, address, mark),
      hasRoute: (changed) => nextHopOf(flight.host(name), flowOf(changed)).device !== null,
      socket: (protocol, local, remote) => this.#sockets.socketFor(host, protocol, local, remote),
      recall: (key) => memory.now[key],
      remember: (key, value) => {
        memory.now = { ...memory.now, [key]: value };
      },
    };
  }

  /**
   * Sends the copies that TEE made; a copy itself is not copied again by the host that sends it. Reference:
   * net/ipv4/netfilter/nf_dup_ipv4.c
   */
  #sendCopies(name: string, hook: Hook, events: readonly HookEvent[]): void {
    const flight = this.#flight;
    if (flight.packet.copy && flight.packet.host === name) return;
    const arrives = hook === 'PREROUTING' || hook === 'INPUT';
    for (const { packet, mark, to } of events.flatMap(copies)) {
      const nextHop = nextHopOf(flight.host(name), { ...flowTo(to), tos: packet.tos });
      if (nextHop.device === null) continue;
      flight.answers.push({
        host: name,
        packet: arrives ? { ...packet, ttl: packet.ttl - 1 } : packet,
        by: 'kernel',
        owner: null,
        connection: untrackedView,
        answers: flight.number,
        copy: { nextHop, mark },
      });
    }
  }
}

/** The copies that a walk through a table made: the packet as the rule met it, and where the copy goes. */
const copies = (event: HookEvent) =>
  (event.kind === 'table' ? event.visit.steps : []).flatMap((step) =>
    step.kind === 'matched'
      ? step.effects.flatMap((effect) =>
          effect.kind === 'copy' ? [{ packet: step.skb.packet, mark: step.skb.mark, to: effect.to }] : [],
        )
      : [],
  );
