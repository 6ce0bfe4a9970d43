import type { Environment } from '../extension.ts';
import type { ConnectionView, Made, Packet, Skb } from '../packet.ts';
import { tableOf } from '../ruleset.ts';
import type { Visit } from '../trace.ts';
import { type Hook, type PacketFilter, stations, type TableName } from '../types.ts';
import type { Expectation } from './connection.ts';
import { happening } from './connectionEvents.ts';
import {
  type Conntrack,
  connectionOf,
  findConnection,
  tell,
  withConnection,
  withoutConnection,
} from './conntrack.ts';
import { helpFtp } from './ftp.ts';
import { setUp, sideAt, translate } from './nat.ts';
import { acknowledge } from './synproxy.ts';
import type { Sysctl } from './sysctl.ts';
import { abandon, confirm, track, tracks, viewOf } from './track.ts';
import { count, traverse } from './traverse.ts';

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

/** What became of a packet at a hook. */
export interface HookResult extends Omit<Netfilter, 'sysctl'> {
  readonly skb: Skb;
  /** OUTPUT changed something that routing goes by, so the packet's way has to be looked up again. */
  readonly reroute: boolean;
  readonly events: readonly HookEvent[];
  /** What the kernel sends in place of a packet that it kept. */
  readonly sends: readonly Made[];
  readonly end:
    | { readonly kind: 'on' }
    | {
        readonly kind: 'dropped';
        readonly cause: 'rule' | 'policy' | 'nat' | 'conntrack' | 'no-route';
        readonly why: string;
      }
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
    else if (station === 'mangle') pass.mangle();
    else pass.table(station);
    if (pass.end.kind !== 'on') break;
  }
  return pass.result();
};

/** One packet at one hook. */
class Pass {
  #filter: PacketFilter;
  #conntrack: Conntrack;
  #sysctl: Sysctl;
  #hook: Hook;
  #skb: Skb;
  #environment: Environment;
  #events: HookEvent[] = [];
  #reroute = false;
  #sends: readonly Made[] = [];
  end: HookResult['end'] = { kind: 'on' };

  constructor({ filter, conntrack, sysctl }: Netfilter, hook: Hook, skb: Skb, environment: Environment) {
    this.#filter = filter;
    this.#conntrack = conntrack;
    this.#sysctl = sysctl;
    this.#hook = hook;
    this.#skb = skb;
    this.#environment = {
      ...environment,
      tracked: (original) => findConnection(this.#conntrack, original, environment.now)?.connection,
      labels: (id) => connectionOf(this.#conntrack, id)?.labels ?? [],
      label: (id, label) => this.#label(id, label),
    };
  }

  result(): HookResult {
    // An entry that a rejected packet began lives until the answer is sent, which belongs to it.
    const dropped = this.end.kind === 'dropped';
    return {
      filter: this.#filter,
      conntrack: dropped ? abandon(this.#conntrack, this.#skb) : this.#conntrack,
      skb: this.#skb,
      reroute: this.#reroute,
      events: this.#events,
      sends: this.#sends,
      end: this.end,
    };
  }

  /** A packet that comes back over `lo` has been looked up already. */
  track(): void {
    if (this.#skb.connection !== null || !tracks(this.#filter)) return;
    const done = track(this.#conntrack, this.#skb, this.#environment.now, this.#sysctl);
    if (done === null) {
      this.end = {
        kind: 'dropped',
        cause: 'conntrack',
        why: 'the connection table is full, and nothing in it can be spared (nf_conntrack: table full, dropping packet)',
      };
      return;
    }
    this.#conntrack = done.conntrack;
    this.#skb = { ...this.#skb, connection: done.connection };
    if (done.fulfils) this.#follow(done.fulfils);
    this.#events.push({ kind: 'tracked', hook: this.#hook, connection: done.connection });
  }

  /**
   * A foretold connection is translated as the one that foretold it, and by no rule. Reference:
   * nf_nat_helper.c, nf_nat_follow_master
   */
  #follow({ translation }: Expectation): void {
    const c = connectionOf(this.#conntrack, this.#skb.connection?.id);
    if (translation === null || !c) return;
    const { source, destination, port } = translation;
    const range = { random: false, persistent: false, masquerade: false } as const;
    const left = setUp(
      this.#conntrack,
      c,
      'POSTROUTING',
      { ...range, side: 'source', addresses: { from: source, to: source }, ports: null },
      null,
      this.#environment,
    )!;
    const both = setUp(
      left.conntrack,
      left.connection,
      'PREROUTING',
      {
        ...range,
        side: 'destination',
        addresses: { from: destination, to: destination },
        ports: { from: port, to: port },
      },
      null,
      this.#environment,
    )!;
    this.#conntrack = both.conntrack;
    this.#skb = {
      ...this.#skb,
      connection: viewOf(both.connection, 'original', 'RELATED', this.#environment.now),
    };
  }

  /** The server's SYN,ACK to SYNPROXY goes no further. Reference: nf_synproxy_core.c, ipv4_synproxy_hook */
  #proxied(): boolean {
    const t = this.#skb.packet.transport;
    const c = connectionOf(this.#conntrack, this.#skb.connection?.id);
    if (
      !c?.synproxy ||
      c.tcp !== 'SYN_RECV' ||
      t.kind !== 'tcp' ||
      !t.flags.includes('SYN') ||
      !t.flags.includes('ACK')
    )
      return false;
    this.#sends = acknowledge(this.#skb, t);
    this.end = {
      kind: 'dropped',
      cause: 'conntrack',
      why: 'SYNPROXY opened the connection, and keeps the server’s answer: it acknowledges it, and tells the client to go on',
    };
    return true;
  }

  /**
   * Helpers read a packet behind all rewriting, in front of its confirmation. Reference:
   * nf_conntrack_proto.c, nf_confirm
   */
  confirm(): void {
    this.#confirmed();
    const { connection } = this.#skb;
    if (this.end.kind === 'on' && connection?.id != null)
      this.#conntrack = tell(this.#conntrack, connection.id, this.#environment.now);
  }

  #confirmed(): void {
    if (this.#proxied()) return;
    const helped = helpFtp(this.#conntrack, this.#skb, this.#environment.now, this.#environment.random);
    if (helped === null) {
      this.end = {
        kind: 'dropped',
        cause: 'conntrack',
        why: 'the helper ftp cannot read where the data connection will go, or it is expected elsewhere',
      };
      return;
    }
    this.#conntrack = helped.conntrack;
    if (helped.packet !== this.#skb.packet) {
      if (helped.packet.payload !== this.#skb.packet.payload)
        this.#events.push({
          kind: 'rewritten',
          hook: this.#hook,
          by: 'connection',
          before: this.#skb.packet,
          after: helped.packet,
        });
      this.#skb = { ...this.#skb, packet: helped.packet };
    }
    const done = confirm(this.#conntrack, this.#skb, this.#environment.now);
    if (!done) return;
    if (done === 'clash') {
      this.end = {
        kind: 'dropped',
        cause: 'conntrack',
        why: 'another connection has the same two ends already',
      };
      return;
    }
    this.#conntrack = done.conntrack;
    this.#skb = { ...this.#skb, connection: done.connection };
    this.#events.push({ kind: 'confirmed', connection: done.connection });
  }

  /** Walks a table that somebody uses. Gives what NAT it asked for. */
  table(name: TableName): ReturnType<typeof traverse>['nat'] {
    if (!this.#filter.tables[name]) return null;
    const { visit, skb, nat, reject, sends } = traverse(
      tableOf(this.#filter, name),
      this.#hook,
      this.#skb,
      this.#environment,
    );
    this.#events.push({ kind: 'table', visit });
    this.#filter = count(this.#filter, [visit]);
    this.#skb = skb;
    this.#sends = sends;
    this.#keep();
    if (reject !== null) this.end = { kind: 'reject', with: reject };
    else if (visit.verdict !== 'ACCEPT') {
      const last = visit.steps.at(-1)!;
      const policy = last.kind === 'policy';
      this.end = {
        kind: 'dropped',
        cause: policy ? 'policy' : 'rule',
        why: policy
          ? `the policy of ${name} ${this.#hook} is DROP`
          : last.kind === 'not-simulated'
            ? `the walk through ${name} was given up: ${last.why}`
            : visit.verdict === 'STOLEN'
              ? `a rule in ${name} ${last.kind === 'matched' ? last.chain : this.#hook} keeps it, and answers for the server`
              : `a rule in ${name} ${last.kind === 'matched' ? last.chain : this.#hook} drops it`,
      };
    }
    return nat;
  }

  #label(id: number, label: number): void {
    const connection = connectionOf(this.#conntrack, id);
    if (connection)
      this.#conntrack = withConnection(this.#conntrack, {
        ...connection,
        labels: [...connection.labels, label],
        untold: connection.untold | happening.label,
      });
  }

  /** CONNMARK changes the connection, not the packet. */
  #keep(): void {
    const seen = this.#skb.connection;
    const connection = connectionOf(this.#conntrack, seen?.id);
    if (connection && connection.mark !== seen!.mark)
      this.#conntrack = withConnection(this.#conntrack, {
        ...connection,
        mark: seen!.mark,
        untold: connection.untold | happening.mark,
      });
  }

  /**
   * At OUTPUT, a changed address, mark or type of service makes the kernel look up the way again. Reference:
   * net/ipv4/netfilter/iptable_mangle.c, ipt_mangle_out
   */
  mangle(): void {
    const before = this.#skb;
    this.table('mangle');
    const { packet, mark } = this.#skb;
    if (
      this.#hook === 'OUTPUT' &&
      (mark !== before.mark ||
        packet.tos !== before.packet.tos ||
        packet.source !== before.packet.source ||
        packet.destination !== before.packet.destination)
    )
      this.#lookUpAgain();
  }

  /**
   * Without a way the packet ends here, and no later table meets it. Reference: net/ipv4/netfilter.c,
   * ip_route_me_harder
   */
  #lookUpAgain(): void {
    this.#reroute = true;
    if (this.end.kind === 'on' && this.#environment.leads?.(this.#skb) === false)
      this.end = { kind: 'dropped', cause: 'no-route', why: 'no route leads where it would go now' };
  }

  /** The nat table is walked by the first packet of a connection alone; the others follow the binding. */
  nat(): void {
    const seen = this.#skb.connection;
    if (seen === null || seen.id === null) return;
    let connection = connectionOf(this.#conntrack, seen.id);
    if (!connection) return;
    const side = sideAt(this.#hook)!;
    // Reference: include/net/netfilter/nf_nat.h, nf_nat_oif_changed
    if (
      this.#hook === 'POSTROUTING' &&
      seen.state !== 'RELATED' &&
      seen.direction === 'original' &&
      connection.masqueradeDevice !== null &&
      connection.masqueradeDevice !== this.#skb.output
    ) {
      this.#conntrack = withoutConnection(this.#conntrack, seen.id, this.#environment.now);
      this.end = {
        kind: 'dropped',
        cause: 'nat',
        why: `MASQUERADE gave the connection an address of ${connection.masqueradeDevice}, and now it would leave by ${this.#skb.output}: the connection is forgotten`,
      };
      return;
    }
    // A reset that REJECT sends for a connection not set up yet walks the chains in its place; an ICMP error
    // never does. Reference: nf_nat_core.c, nf_nat_inet_fn
    const opens = seen.state === 'NEW' || (seen.state === 'RELATED' && this.#skb.packet.protocol !== 1);
    const first = opens && !(side === 'source' ? connection.sourceNatDone : connection.destinationNatDone);
    let walked = false;
    if (first) {
      const range = this.table('nat');
      if (this.end.kind !== 'on') return;
      walked = range !== null;
      const bound = setUp(
        this.#conntrack,
        connection,
        this.#hook,
        range,
        this.#skb.output,
        this.#environment,
      );
      if (!bound) {
        this.end = {
          kind: 'dropped',
          cause: 'nat',
          why: `${this.#skb.output} has no address for MASQUERADE to take`,
        };
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
      this.#events.push({
        kind: 'rewritten',
        hook: this.#hook,
        by: walked ? 'rule' : 'connection',
        before,
        after,
      });
    if (this.#hook === 'OUTPUT' && after.destination !== before.destination) this.#lookUpAgain();
  }
}
