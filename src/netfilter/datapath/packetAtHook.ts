import type { Drop, LastRule } from '../drop.ts';
import type { HostEnvironment } from '../environment.ts';
import type { ConnectionView, KernelPacket, Packet, Skb } from '../packet.ts';
import type { Visit } from '../trace.ts';
import type { Hook, PacketFilter } from '../types.ts';
import type { Connection } from './connection.ts';
import { eventBits } from './connectionEvents.ts';
import { type Conntrack, connectionOf, findConnection, withConnection } from './conntrack.ts';
import type { Sysctl } from './sysctl.ts';

/** One host's Netfilter: its rules and what it remembers. */
export interface Netfilter {
  readonly filter: PacketFilter;
  readonly conntrack: Conntrack;
  readonly sysctl: Sysctl;
}

/** Something that happened to a packet at one hook, in order. */
export type HookEvent =
  | { readonly kind: 'tracked'; readonly hook: Hook; readonly connection: ConnectionView }
  | { readonly kind: 'table'; readonly visit: Visit }
  | {
      readonly kind: 'rewritten';
      readonly hook: Hook;
      readonly by: 'rule' | 'connection';
      readonly before: Packet;
      readonly after: Packet;
    }
  | { readonly kind: 'confirmed'; readonly connection: ConnectionView };

/** Whether a packet leaves a hook, and what stopped it if not. */
export type HookEnd =
  | { readonly kind: 'on' }
  | { readonly kind: 'dropped'; readonly drop: Drop }
  | { readonly kind: 'reject'; readonly with: string; readonly by: LastRule };

/** What the rest of the host tells its Netfilter; of connections it knows itself. */
export type HookEnvironment = Omit<HostEnvironment, 'tracked' | 'labels' | 'label'>;

/**
 * A packet at one hook, and the host's Netfilter as the packet has changed it so far. Each station of the
 * hook is a function that takes this and changes it.
 */
export class PacketAtHook {
  readonly hook: Hook;
  readonly environment: HostEnvironment;
  readonly sysctl: Sysctl;
  filter: PacketFilter;
  conntrack: Conntrack;
  skb: Skb;
  /** OUTPUT changed something that routing depends on, so the route has to be looked up again. */
  reroute = false;
  /** What the kernel sends in place of a packet that it keeps. */
  sends: readonly KernelPacket[] = [];
  end: HookEnd = { kind: 'on' };
  readonly events: HookEvent[] = [];

  constructor({ filter, conntrack, sysctl }: Netfilter, hook: Hook, skb: Skb, environment: HookEnvironment) {
    this.filter = filter;
    this.conntrack = conntrack;
    this.sysctl = sysctl;
    this.hook = hook;
    this.skb = skb;
    this.environment = {
      ...environment,
      tracked: (original) => findConnection(this.conntrack, original, environment.now)?.connection,
      labels: (id) => connectionOf(this.conntrack, id)?.labels ?? [],
      label: (id, label) => this.#label(id, label),
    };
  }

  /** The entry of the packet's connection; undefined for a packet without one. */
  get connection(): Connection | undefined {
    return connectionOf(this.conntrack, this.skb.connection?.id);
  }

  drop(drop: Drop): void {
    this.end = { kind: 'dropped', drop };
  }

  /** Notes that the packet itself is another one now. */
  rewrite(by: 'rule' | 'connection', after: Packet): void {
    this.events.push({ kind: 'rewritten', hook: this.hook, by, before: this.skb.packet, after });
  }

  #label(id: number, label: number): void {
    const connection = connectionOf(this.conntrack, id);
    if (connection)
      this.conntrack = withConnection(this.conntrack, {
        ...connection,
        labels: [...connection.labels, label],
        pendingEvents: connection.pendingEvents | eventBits.label,
      });
  }
}
