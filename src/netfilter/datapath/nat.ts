import type { HostEnvironment } from '../environment.ts';
import type { NatRange } from '../extension.ts';
import type { Packet, Tuple } from '../packet.ts';
import type { Hook } from '../types.ts';
import type { Connection } from './connection.ts';
import { type Conntrack, withConnection, withoutConnection } from './conntrack.ts';
import { invert, sameTuple } from './tuple.ts';
import { uniqueTuple } from './uniqueTuple.ts';

type Side = NatRange['side'];

/** Which half of a packet a hook may rewrite. Reference: include/net/netfilter/nf_nat.h, HOOK2MANIP. */
export const sideAt = (hook: Hook): Side | null =>
  hook === 'PREROUTING' || hook === 'OUTPUT' ? 'destination' : hook === 'FORWARD' ? null : 'source';

/** A packet with one side of a tuple written into it. */
const withSide = (p: Packet, side: Side, to: Tuple): Packet => {
  const moved: Packet =
    side === 'source' ? { ...p, source: to.source } : { ...p, destination: to.destination };
  const t = p.transport;
  if (t.kind === 'tcp' || t.kind === 'udp')
    return {
      ...moved,
      transport: { ...t, ...(side === 'source' ? { sport: to.sport! } : { dport: to.dport! }) },
    };
  if (t.kind === 'icmp' && t.about === null && t.id !== null)
    return { ...moved, transport: { ...t, id: to.sport } };
  return moved;
};

/**
 * A packet as NAT rewrites it at a hook, by what was decided for its connection; the same packet if nothing
 * changes there. In an ICMP error the packet inside is rewritten the other way.
 * Reference: net/netfilter/nf_nat_core.c (nf_nat_packet), nf_nat_proto.c (nf_nat_icmp_reply_translation).
 */
export const translate = (p: Packet, c: Connection, direction: 'original' | 'reply', hook: Hook): Packet => {
  const side = sideAt(hook);
  if (side === null) return p;
  const source = direction === 'original' ? side === 'source' : side === 'destination';
  if (!(source ? c.sourceNat : c.destinationNat)) return p;
  const opposite = direction === 'original' ? c.reply : c.original;
  const target = invert(opposite);
  if (p.transport.kind !== 'icmp' || p.transport.about === null) return withSide(p, side, target);
  const inner = withSide(p.transport.about, side === 'source' ? 'destination' : 'source', opposite);
  const outer: Packet =
    side === 'source' ? { ...p, source: target.source } : { ...p, destination: target.destination };
  return { ...outer, transport: { ...p.transport, about: inner } };
};

/** A connection with its NAT decided, and the table that holds it. */
export interface NatSetup {
  readonly conntrack: Conntrack;
  readonly connection: Connection;
}

/**
 * Decides the NAT of one side of a connection, which happens once. Without a range nothing is asked for, but
 * another source port is still chosen if two connections would clash. Null if MASQUERADE finds no address.
 * Reference: nf_nat_core.c, nf_nat_setup_info; nf_nat_masquerade.c.
 */
export const setUpNat = (
  table: Conntrack,
  c: Connection,
  hook: Hook,
  asked: NatRange | null,
  device: string | null,
  environment: HostEnvironment,
): NatSetup | null => {
  const side = sideAt(hook)!;
  let range: NatRange = asked ?? {
    side,
    addresses: null,
    ports: null,
    random: false,
    persistent: false,
    masquerade: false,
  };
  if (range.masquerade) {
    const own = environment.primaryAddress(device ?? '');
    if (own === null) return null;
    range = { ...range, addresses: { from: own, to: own } };
  }
  const before = invert(c.reply);
  const { tuple, replaces } = uniqueTuple(table, c, before, range, environment);
  const left = replaces === undefined ? table : withoutConnection(table, replaces, environment.now);
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
  return { conntrack: withConnection(left, connection), connection };
};
