import { hookOrder, type Station } from '../hookOrder.ts';
import type { KernelPacket, Skb } from '../packet.ts';
import type { Hook } from '../types.ts';
import { abandon } from './confirm.ts';
import { confirmConnection, lookUpConnection } from './conntrackStation.ts';
import { translateAddresses } from './natStation.ts';
import {
  type HookEnd,
  type HookEnvironment,
  type HookEvent,
  type Netfilter,
  PacketAtHook,
} from './packetAtHook.ts';
import { walkMangle, walkTable } from './tableStation.ts';

/** What became of a packet at a hook. */
export interface HookResult extends Omit<Netfilter, 'sysctl'> {
  readonly skb: Skb;
  /** OUTPUT changed something that routing depends on, so the route has to be looked up again. */
  readonly reroute: boolean;
  readonly events: readonly HookEvent[];
  /** What the kernel sends in place of a packet that it keeps. */
  readonly sends: readonly KernelPacket[];
  readonly end: HookEnd;
}

/**
 * Takes a packet through everything that happens at one hook, in the order of `hookOrder`.
 * Reference: net/netfilter/core.c (nf_hook_slow), nf_conntrack_proto.c, nf_nat_proto.c.
 */
export const passHook = (
  before: Netfilter,
  hook: Hook,
  skb: Skb,
  environment: HookEnvironment,
): HookResult => {
  const at = new PacketAtHook(before, hook, skb, environment);
  for (const station of hookOrder.find((s) => s.hook === hook)!.order) {
    pass(at, station);
    if (at.end.kind !== 'on') break;
  }
  const { filter, conntrack, reroute, events, sends, end } = at;
  return {
    filter,
    // The answer to a rejected packet belongs to the entry that the packet began, so that entry stays for now.
    conntrack: end.kind === 'dropped' ? abandon(conntrack, at.skb) : conntrack,
    skb: at.skb,
    reroute,
    events,
    sends,
    end,
  };
};

const pass = (at: PacketAtHook, station: Station): void => {
  switch (station) {
    case 'conntrack':
      return lookUpConnection(at);
    case 'confirm':
      return confirmConnection(at);
    case 'nat':
      return translateAddresses(at);
    case 'mangle':
      return walkMangle(at);
    case 'raw':
    case 'filter':
    case 'security':
      walkTable(at, station);
  }
};
