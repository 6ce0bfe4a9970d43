import type { Connection, Conntrack } from './conntrack.ts';
import type { Environment, NatRange } from './extension.ts';
import type { Packet, Tuple } from './packet.ts';
import { withConnection } from './track.ts';
import { invert, sameTuple } from './tuple.ts';
import type { Address, Hook } from './types.ts';

type Side = NatRange['side'];

/** Which half of a packet a hook may rewrite. Reference: include/net/netfilter/nf_nat.h, HOOK2MANIP. */
export const sideAt = (hook: Hook): Side | null =>
  hook === 'PREROUTING' || hook === 'OUTPUT' ? 'destination' : hook === 'FORWARD' ? null : 'source';

/** A packet with the half of a tuple written in, length kept. */
const written = (p: Packet, side: Side, to: Tuple): Packet => {
  const moved: Packet = side === 'source' ? { ...p, source: to.source } : { ...p, destination: to.destination };
  const t = p.transport;
  if (t.kind === 'tcp' || t.kind === 'udp')
    return { ...moved, transport: { ...t, ...(side === 'source' ? { sport: to.sport! } : { dport: to.dport! }) } };
  if (t.kind === 'icmp' && t.about === null && t.id !== null) return { ...moved, transport: { ...t, id: to.sport } };
  return moved;
};

/**
 * A packet as the binding of its connection rewrites it at a hook; the same packet where it does not.
 * In an ICMP error the packet inside is turned back as well.
 * Reference: net/netfilter/nf_nat_core.c (nf_nat_packet), nf_nat_proto.c (nf_nat_icmp_reply_translation).
 */
export const translate = (p: Packet, c: Connection, direction: 'original' | 'reply', hook: Hook): Packet => {
  const side = sideAt(hook);
  if (side === null) return p;
  const source = direction === 'original' ? side === 'source' : side === 'destination';
  if (!(source ? c.sourceNat : c.destinationNat)) return p;
  const opposite = direction === 'original' ? c.reply : c.original;
  const target = invert(opposite);
  if (p.transport.kind !== 'icmp' || p.transport.about === null) return written(p, side, target);
  const inner = written(p.transport.about, side === 'source' ? 'destination' : 'source', opposite);
  const outer: Packet = side === 'source' ? { ...p, source: target.source } : { ...p, destination: target.destination };
  return { ...outer, transport: { ...p.transport, about: inner } };
};

const taken = (table: Conntrack, own: number, reply: Tuple): boolean =>
  Object.values(table.connections).some((c) => c.id !== own && c.confirmed && (sameTuple(c.reply, reply) || sameTuple(c.original, reply)));

/** The class a source port stays in when another has to be taken. Reference: nf_nat_core.c, nf_nat_l4proto_unique_tuple. */
const portClass = (port: number): readonly [number, number] => (port < 512 ? [1, 511] : port < 1024 ? [600, 1023] : [1024, 65535]);

const pick = (from: Address, to: Address, seed: number): Address => (to <= from ? from : from + (seed % (to - from + 1)));

/** The original direction's tuple as a range asks for it, with a port that makes its answer unmistakable; null where none is left. */
const bind = (table: Conntrack, c: Connection, range: NatRange, random: () => number): Tuple | null => {
  const now = invert(c.reply);
  const source = range.side === 'source';
  const seed = (now.source ^ (range.persistent ? 0 : now.destination)) >>> 0;
  const address = range.addresses ? pick(range.addresses.from, range.addresses.to, seed) : source ? now.source : now.destination;
  const moved: Tuple = source ? { ...now, source: address } : { ...now, destination: address };
  const port = source ? moved.sport : moved.protocol === 1 ? null : moved.dport;
  if (port === null) return moved;
  const at = (n: number): Tuple => (source ? { ...moved, sport: n } : { ...moved, dport: n });
  const free = (n: number) => !taken(table, c.id, invert(at(n)));
  const asked = range.ports && moved.protocol !== 1 ? range.ports : null;
  const inRange = asked === null || (port >= asked.from && port <= asked.to);
  if (!range.random && inRange && free(port)) return at(port);
  // A destination port that nobody asked to change stays, clash or not.
  if (!source && asked === null) return moved;
  const [low, high] = asked ? [asked.from, asked.to] : portClass(port);
  const size = high - low + 1;
  const start = Math.floor(random() * size);
  for (let i = 0; i < Math.min(size, 65536); i++) {
    const candidate = low + ((start + i) % size);
    if (free(candidate)) return at(candidate);
  }
  return asked ? at(low) : null;
};

/** What setting up a binding gives: the connection with it, or null where the packet has to be dropped. */
export interface Bound {
  readonly conntrack: Conntrack;
  readonly connection: Connection;
}

/**
 * Sets one side of a connection's binding, once. Without a range it is the null binding, which
 * still looks for another source port where two connections would clash.
 * Reference: nf_nat_core.c, nf_nat_setup_info; nf_nat_masquerade.c.
 */
export const setUp = (table: Conntrack, c: Connection, hook: Hook, asked: NatRange | null, device: string | null, environment: Environment): Bound | null => {
  const side = sideAt(hook)!;
  let range: NatRange = asked ?? { side, addresses: null, ports: null, random: false, persistent: false, masquerade: false };
  if (range.masquerade) {
    const own = environment.primaryAddress(device ?? '');
    if (own === null) return null;
    range = { ...range, addresses: { from: own, to: own } };
  }
  const before = invert(c.reply);
  const tuple = bind(table, c, range, () => environment.random());
  if (tuple === null) return null;
  const changed = !sameTuple(before, tuple);
  const connection: Connection = {
    ...c,
    reply: changed ? invert(tuple) : c.reply,
    sourceNat: c.sourceNat || (changed && side === 'source'),
    destinationNat: c.destinationNat || (changed && side === 'destination'),
    sourceNatDone: c.sourceNatDone || side === 'source',
    destinationNatDone: c.destinationNatDone || side === 'destination',
    masqueradeDevice: range.masquerade ? device : c.masqueradeDevice,
  };
  return { conntrack: withConnection(table, connection), connection };
};
