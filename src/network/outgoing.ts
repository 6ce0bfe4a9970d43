import type { Environment } from '../netfilter/extension.ts';
import type { Packet, Skb } from '../netfilter/packet.ts';
import type { Onward } from './nextHop.ts';
import type { Host } from './world.ts';

/** A packet somebody wants to send. `connection` is what the kernel attaches to its own errors and resets. */
export interface Outgoing {
  readonly host: string;
  readonly packet: Packet;
  readonly by: 'client' | 'listener' | 'kernel';
  readonly owner: Skb['owner'];
  readonly connection: Skb['connection'];
  readonly answers: number | null;
  /** What connection tracking is asked for, null or absent for nothing. */
  readonly template?: Skb['template'];
  /**
   * REJECT and SYNPROXY speak in the name of others; nobody else sends from an address that the host has not
   * got.
   */
  readonly anySource?: true;
  /** Where a copy that TEE made goes, whatever its destination says. */
  readonly copy?: { readonly way: Onward; readonly mark: number };
}

/** What a host does with a packet that is for it: the packets it sends back. */
export type Deliver = (
  host: Host,
  skb: Skb,
  journey: number,
) => { readonly to: 'client' | 'listener' | 'kernel' | null; readonly send: readonly Outgoing[] };

/** What kind of socket of a host gets what comes for `local` from `remote`; null for none. */
export type Waiting = (
  host: Host,
  ...ask: Parameters<NonNullable<Environment['socket']>>
) => ReturnType<NonNullable<Environment['socket']>>;

/** The programs of all hosts: what they do with what they get, and what they wait for. */
export interface Programs {
  readonly deliver: Deliver;
  readonly waiting: Waiting;
  /** Sending failed at once: the way that a rule chose on this host leads nowhere. */
  unsent(packet: Outgoing): void;
}
