import type { EndReason } from '../endReasons.ts';
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
  if (reject !== null)
    at.end = { kind: 'reject', with: reject, why: `rejected by ${lastRule(visit)}, with ${reject}` };
  else if (visit.verdict !== 'ACCEPT') at.drop(endOf(visit), whyStopped(visit));
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
    at.drop('no-route', 'after a rule changed it, no route leads to where it would go');
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
const endOf = ({ steps, verdict }: Visit): EndReason => {
  const last = steps.at(-1)!;
  switch (last.kind) {
    case 'policy':
      return 'policy';
    case 'missed':
      return 'match';
    case 'gave-up':
      return 'too-many-steps';
    case 'matched': {
      if (verdict === 'STOLEN') return 'kept';
      const { target } = last;
      return verdict === 'QUEUE' || (target.kind === 'extension' && target.use.name === 'NFQUEUE')
        ? 'queue'
        : 'rule';
    }
    case 'not-simulated':
    case 'returned':
      throw new Error(`a walk cannot end with a rule that is ${last.kind}`);
  }
};

/** `filter INPUT, rule 3`: the last rule that the walk tried. */
const lastRule = ({ table, steps }: Visit): string => {
  const last = steps.at(-1)!;
  const at = last.kind === 'missed' ? last.first + last.count : last.kind === 'matched' ? last.index + 1 : 0;
  return `${table} ${last.kind === 'returned' ? last.from : last.chain}, rule ${at}`;
};

const whyStopped = (visit: Visit): string => {
  const { hook, table, steps } = visit;
  switch (endOf(visit)) {
    case 'policy':
      return `dropped by the policy of ${table} ${hook}`;
    case 'too-many-steps':
      return `dropped, because the walk through ${table} was given up after ${steps.length - 1} steps`;
    case 'match':
      return `dropped by a match of ${lastRule(visit)}`;
    case 'kept':
      return `kept by ${lastRule(visit)}, which answers for the server`;
    case 'queue':
      return `handed to a program by ${lastRule(visit)}, and no program is there`;
    default:
      return `dropped by ${lastRule(visit)}`;
  }
};
