import type { Conntrack } from './conntrack.ts';
import type { Environment } from './extension.ts';
import { setUp, sideAt, translate } from './nat.ts';
import type { Packet, Skb } from './packet.ts';
import type { ConnectionView } from './packet.ts';
import { tableOf } from './ruleset.ts';
import { abandon, confirm, findConnection, track, tracks, viewOf, withConnection } from './track.ts';
import type { Visit } from './trace.ts';
import { count, traverse } from './traverse.ts';
import { type Hook, type PacketFilter, stations, type TableName } from './types.ts';

/** One host's Netfilter: its rules and what it remembers. */
export interface Netfilter {
  readonly filter: PacketFilter;
  readonly conntrack: Conntrack;
}

/** Something that happened to a packet at one hook, in order. */
export type HookEvent =
  | { readonly kind: 'tracked'; readonly hook: Hook; readonly connection: ConnectionView }
  | { readonly kind: 'table'; readonly visit: Visit }
  | { readonly kind: 'rewritten'; readonly hook: Hook; readonly by: 'rule' | 'connection'; readonly before: Packet; readonly after: Packet }
  | { readonly kind: 'confirmed'; readonly connection: ConnectionView };

/** What became of a packet at a hook. */
export interface HookResult extends Netfilter {
  readonly skb: Skb;
  readonly events: readonly HookEvent[];
  readonly end:
    | { readonly kind: 'on' }
    | { readonly kind: 'dropped'; readonly cause: 'rule' | 'policy' | 'nat'; readonly why: string }
    | { readonly kind: 'reject'; readonly with: string };
}

/**
 * Takes a packet through everything that happens at one hook, in the order of `stations`.
 * Reference: net/netfilter/core.c (nf_hook_slow), nf_conntrack_proto.c, nf_nat_proto.c.
 */
export const passHook = (before: Netfilter, hook: Hook, skb: Skb, environment: Environment): HookResult => {
  const pass = new Pass(before, hook, skb, environment);
  for (const station of stations.find((s) => s.hook === hook)!.order) {
    if (station === 'conntrack') pass.track();
    else if (station === 'confirm') pass.confirm();
    else if (station === 'nat') pass.nat();
    else pass.table(station);
    if (pass.end.kind !== 'on') break;
  }
  return pass.result();
};

/** One packet at one hook. */
class Pass {
  #filter: PacketFilter;
  #conntrack: Conntrack;
  #hook: Hook;
  #skb: Skb;
  #environment: Environment;
  #events: HookEvent[] = [];
  end: HookResult['end'] = { kind: 'on' };

  constructor({ filter, conntrack }: Netfilter, hook: Hook, skb: Skb, environment: Environment) {
    this.#filter = filter;
    this.#conntrack = conntrack;
    this.#hook = hook;
    this.#skb = skb;
    this.#environment = { ...environment, tracked: (original) => findConnection(this.#conntrack, original, environment.now)?.connection };
  }

  result(): HookResult {
    // An entry that a rejected packet began lives until the answer is sent, which belongs to it.
    const dropped = this.end.kind === 'dropped';
    return {
      filter: this.#filter,
      conntrack: dropped ? abandon(this.#conntrack, this.#skb) : this.#conntrack,
      skb: this.#skb, events: this.#events, end: this.end,
    };
  }

  /** A packet that comes back over `lo` has been looked up already. */
  track(): void {
    if (this.#skb.connection !== null || !tracks(this.#filter)) return;
    const { conntrack, connection } = track(this.#conntrack, this.#skb, this.#environment.now);
    this.#conntrack = conntrack;
    this.#skb = { ...this.#skb, connection };
    this.#events.push({ kind: 'tracked', hook: this.#hook, connection });
  }

  confirm(): void {
    const done = confirm(this.#conntrack, this.#skb, this.#environment.now);
    if (!done) return;
    this.#conntrack = done.conntrack;
    this.#skb = { ...this.#skb, connection: done.connection };
    this.#events.push({ kind: 'confirmed', connection: done.connection });
  }

  /** Walks a table that somebody uses. Gives what NAT it asked for. */
  table(name: TableName): ReturnType<typeof traverse>['nat'] {
    if (!this.#filter.tables[name]) return null;
    const { visit, skb, nat, reject } = traverse(tableOf(this.#filter, name), this.#hook, this.#skb, this.#environment);
    this.#events.push({ kind: 'table', visit });
    this.#filter = count(this.#filter, [visit]);
    this.#skb = skb;
    this.#keepMark();
    if (reject !== null) this.end = { kind: 'reject', with: reject };
    else if (visit.verdict !== 'ACCEPT') {
      const last = visit.steps.at(-1)!;
      const policy = last.kind === 'policy';
      this.end = {
        kind: 'dropped', cause: policy ? 'policy' : 'rule',
        why: policy ? `the policy of ${name} ${this.#hook} is DROP` : last.kind === 'not-simulated' ? `the walk through ${name} was given up: ${last.why}` : `a rule in ${name} ${last.kind === 'matched' ? last.chain : this.#hook} drops it`,
      };
    }
    return nat;
  }

  /** CONNMARK changes the connection, not the packet. */
  #keepMark(): void {
    const seen = this.#skb.connection;
    const connection = seen?.id == null ? undefined : this.#conntrack.connections[seen.id];
    if (connection && connection.mark !== seen!.mark) this.#conntrack = withConnection(this.#conntrack, { ...connection, mark: seen!.mark });
  }

  /** The nat table is walked by the first packet of a connection alone; the others follow the binding. */
  nat(): void {
    const seen = this.#skb.connection;
    if (seen === null || seen.id === null) return;
    let connection = this.#conntrack.connections[seen.id];
    if (!connection) return;
    const side = sideAt(this.#hook)!;
    const first = seen.state === 'NEW' && !(side === 'source' ? connection.sourceNatDone : connection.destinationNatDone);
    let walked = false;
    if (first) {
      const range = this.table('nat');
      if (this.end.kind !== 'on') return;
      walked = range !== null;
      const bound = setUp(this.#conntrack, connection, this.#hook, range, this.#skb.output, this.#environment);
      if (!bound) {
        this.end = { kind: 'dropped', cause: 'nat', why: range?.masquerade ? `${this.#skb.output} has no address for MASQUERADE to take` : 'no free port was left' };
        return;
      }
      this.#conntrack = bound.conntrack;
      connection = bound.connection;
    }
    const before = this.#skb.packet;
    const after = translate(before, connection, seen.direction, this.#hook);
    const view = viewOf(connection, seen.direction, seen.state, this.#environment.now);
    this.#skb = { ...this.#skb, packet: after, connection: view };
    if (JSON.stringify(after) !== JSON.stringify(before))
      this.#events.push({ kind: 'rewritten', hook: this.#hook, by: walked ? 'rule' : 'connection', before, after });
  }
}
