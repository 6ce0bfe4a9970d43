import type { Skb } from '../packet.ts';
import type { Connection } from './connection.ts';
import { eventBits } from './connectionEvents.ts';
import {
  type Conntrack,
  connectionOf,
  findConnection,
  withConnection,
  withoutConnection,
} from './conntrack.ts';
import type { Sysctl } from './sysctl.ts';
import { withTimeout } from './timeouts.ts';

/**
 * Enters the connection that a packet began into the table for good. Null if there is nothing to enter;
 * `clash` if another connection already has one of its tuples. Reference: nf_conntrack_core.c,
 * __nf_conntrack_confirm
 */
export const confirm = (
  table: Conntrack,
  skb: Skb,
  now: number,
): { readonly conntrack: Conntrack; readonly connection: Connection } | 'clash' | null => {
  const c = connectionOf(table, skb.connection?.id);
  if (!c || c.confirmed || skb.connection!.direction === 'reply') return null;
  if (findConnection(table, c.original, now, c.zone) || findConnection(table, c.reply, now, c.zone))
    return 'clash';
  const connection = {
    ...c,
    confirmed: true,
    pendingEvents: c.helper === null ? c.pendingEvents : c.pendingEvents | eventBits.helper,
  };
  return { conntrack: withConnection(table, connection), connection };
};

/** The table after a packet was dropped: a connection that it began and that is not confirmed is forgotten. */
export const abandon = (table: Conntrack, skb: Skb): Conntrack => {
  const c = connectionOf(table, skb.connection?.id);
  return c && !c.confirmed ? withoutConnection(table, c.id, 0) : table;
};

/**
 * The table after REJECT has reset a TCP connection: the host that sent the reset counts a confirmed one as
 * closed. Reference: nf_conntrack_proto_tcp.c, nf_conntrack_tcp_set_closing
 */
export const closeConnection = (
  table: Conntrack,
  id: number | null | undefined,
  now: number,
  sysctl: Sysctl,
): Conntrack => {
  const c = connectionOf(table, id);
  if (!c?.confirmed || c.tcp === null || c.tcp === 'CLOSE') return table;
  const closed: Connection = { ...c, tcp: 'CLOSE', pendingEvents: c.pendingEvents | eventBits.protoinfo };
  return withConnection(table, withTimeout(closed, now, sysctl));
};
