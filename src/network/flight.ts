import { abandon } from '../netfilter/datapath/confirm.ts';
import type { Drop } from '../netfilter/drop.ts';
import type { Skb } from '../netfilter/packet.ts';
import type { OutgoingPacket } from './outgoingPacket.ts';
import { titleOf } from './packets.ts';
import type { Event, Journey } from './trace.ts';
import type { Host, World } from './world.ts';

/** Milliseconds between two packets. */
const pause = 1;

/** Why a packet ended, as the trace names it. */

/**
 * One packet in flight: the world as the packet changes it, what has happened so far, and the packets that
 * answer it. The layers of a host (`NetfilterHooks`, `LinkLayer`, `IpInput`, `IpOutput`) all work on this.
 */
export class Flight {
  world: World;
  readonly packet: OutgoingPacket;
  /** The number of its journey, for the answers to name. */
  readonly number: number;
  /** What has happened, in order. */
  readonly events: Event[] = [];
  /** The packets that answer it, still to be sent. */
  readonly answers: OutgoingPacket[] = [];
  readonly #began: number;

  constructor(world: World, packet: OutgoingPacket, number: number) {
    this.world = { ...world, now: world.now + pause };
    this.#began = this.world.now;
    this.packet = packet;
    this.number = number;
  }

  /** The packet's journey so far. */
  get journey(): Journey {
    const { packet, events } = this;
    return { title: titleOf(packet.packet), answers: packet.answers, at: this.#began, events };
  }

  host(name: string): Host {
    return this.world.hosts[name]!;
  }

  change(name: string, change: (host: Host) => Host): void {
    this.world = { ...this.world, hosts: { ...this.world.hosts, [name]: change(this.host(name)) } };
  }

  record(event: Event): void {
    this.events.push(event);
  }

  wait(milliseconds: number): void {
    this.world = { ...this.world, now: this.world.now + milliseconds };
  }

  /** In [0, 1). A linear congruential step: the sequence is a function of the world's seed alone. */
  random(): number {
    const seed = (Math.imul(this.world.seed, 1664525) + 1013904223) >>> 0;
    this.world = { ...this.world, seed };
    return seed / 4294967296;
  }

  /**
   * Ends the packet without a word to its sender. If it began a connection that is not confirmed, `skb` says
   * which: the host forgets it.
   */
  drop(host: string, drop: Drop, skb: Skb | null): void {
    this.record({ kind: 'dropped', host, ...drop });
    if (skb) this.change(host, (h) => ({ ...h, conntrack: abandon(h.conntrack, skb) }));
  }
}
