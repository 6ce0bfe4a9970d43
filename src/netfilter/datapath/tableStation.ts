import type { Drop, LastRule } from '../drop.ts';
import type { NatRange } from '../extension.ts';
import { tableOf } from '../ruleset.ts';
import type { Visit } from '../trace.ts';
import type { TableName } from '../types.ts';
import { eventBits } from './connectionEvents.ts';
import { withConnection } from './conntrack.ts';
import type { PacketAtHook } from './packetAtHook.ts';
import { count, traverse } from './traverse.ts';

/** Walks a table, if the host has it. Returns the NAT that a rule asked for, null for no NAT. */
export const walkTable = (at: PacketAtHook, name: TableName): NatRange | null => {
  if (!at.filter.tables[name]) return null;
  const { visit, skb, nat, reject, sends } = traverse(
    tableOf(at.filter, name),
    at.hook,
    at.skb,
    at.environment,
  );
  at.events.push({ kind: 'table', visit });
  at.filter = count(at.filter, [visit]);
  at.skb = skb;
  at.sends = sends;
  keepMark(at);
  if (reject !== null) at.end = { kind: 'reject', with: reject, by: lastRule(visit) };
  else if (visit.verdict !== 'ACCEPT') at.drop(endOf(visit));
  return nat;
};

/**
 * Walks mangle. At OUTPUT, a changed address, mark or type of service makes the kernel route the packet
 * again. Reference: net/ipv4/netfilter/iptable_mangle.c, ipt_mangle_out
 */
export const walkMangle = (at: PacketAtHook): void => {
  const before = at.skb;
  walkTable(at, 'mangle');
  const { packet, mark } = at.skb;
  if (
    at.hook === 'OUTPUT' &&
    (mark !== before.mark ||
      packet.tos !== before.packet.tos ||
      packet.source !== before.packet.source ||
      packet.destination !== before.packet.destination)
  )
    routeAgain(at);
};

/**
 * Has the packet routed again. Without a route it ends here, and no later table sees it. Reference:
 * net/ipv4/netfilter.c, ip_route_me_harder
 */
export const routeAgain = (at: PacketAtHook): void => {
  at.reroute = true;
  if (at.end.kind === 'on' && at.environment.hasRoute(at.skb) === false)
    at.drop({ reason: 'no-route', to: null });
};

/** CONNMARK writes into the packet's view of its connection; the entry takes the mark from there. */
const keepMark = (at: PacketAtHook): void => {
  const { connection } = at;
  const seen = at.skb.connection;
  if (connection && connection.mark !== seen!.mark)
    at.conntrack = withConnection(at.conntrack, {
      ...connection,
      mark: seen!.mark,
      pendingEvents: connection.pendingEvents | eventBits.mark,
    });
};

/** How a walk that did not accept the packet ended it. */
const endOf = (visit: Visit): Drop => {
  const { hook, table, steps, verdict } = visit;
  const last = steps.at(-1)!;
  switch (last.kind) {
    case 'policy':
      return { reason: 'policy', table, chain: hook };
    case 'missed':
      return { reason: 'match', by: lastRule(visit) };
    case 'gave-up':
      return { reason: 'too-many-steps', table, steps: steps.length - 1 };
    case 'matched': {
      if (verdict === 'STOLEN') return { reason: 'kept', by: lastRule(visit) };
      const { target } = last;
      const queued = verdict === 'QUEUE' || (target.kind === 'extension' && target.use.name === 'NFQUEUE');
      return { reason: queued ? 'queue' : 'rule', by: lastRule(visit) };
    }
    case 'not-simulated':
    case 'returned':
      throw new Error(`a walk cannot end with a rule that is ${last.kind}`);
  }
};

/** The last rule that the walk tried. */
const lastRule = ({ table, steps }: Visit): LastRule => {
  const last = steps.at(-1)!;
  const rule =
    last.kind === 'missed' ? last.first + last.count : last.kind === 'matched' ? last.index + 1 : 0;
  return { table, chain: last.kind === 'returned' ? last.from : last.chain, rule };
};
