/**
 * A packet's path through the hooks of one host.
 *
 *                        in from a link, or from lo
 *                                  |
 *                             PREROUTING        raw, conntrack, mangle, nat
 *                                  |
 *                          routing decision
 *                           |            |
 *               for this host            for another
 *                           |            |
 *                         INPUT        FORWARD  mangle, filter, security (INPUT then nat)
 *                           |            |
 *                       a program        |
 *                           |            |
 *                 routing decision       |
 *                           |            |
 *                        OUTPUT          |      raw, conntrack, mangle, nat, filter, security
 *                           |            |
 *                           +-----+------+
 *                                 |
 *                            POSTROUTING        mangle, nat, then the connection is confirmed
 *                                 |
 *                        out to a link, or to lo
 */
import type { Hook, TableName } from './types.ts';

/** A step at a hook: a table, or connection tracking, which looks the packet up or confirms a new entry. */
export type Station = TableName | 'conntrack' | 'confirm';

/**
 * The order of the tables and of connection tracking at each hook. The engine, the lessons and the trace view
 * read this array.
 * Reference: include/uapi/linux/netfilter_ipv4.h, enum nf_ip_hook_priorities.
 */
export const hookOrder: readonly { readonly hook: Hook; readonly order: readonly Station[] }[] = [
  { hook: 'PREROUTING', order: ['raw', 'conntrack', 'mangle', 'nat'] },
  { hook: 'INPUT', order: ['mangle', 'filter', 'security', 'nat', 'confirm'] },
  { hook: 'FORWARD', order: ['mangle', 'filter', 'security'] },
  { hook: 'OUTPUT', order: ['raw', 'conntrack', 'mangle', 'nat', 'filter', 'security'] },
  { hook: 'POSTROUTING', order: ['mangle', 'nat', 'confirm'] },
];

/** The built-in chains of a table, in hook order. */
export const builtInChains = (table: TableName): readonly Hook[] =>
  hookOrder.filter((s) => s.order.includes(table)).map((s) => s.hook);

/** Whether this is the name of a built-in chain of some table. */
export const isBuiltInName = (name: string): boolean => hookOrder.some(({ hook }) => hook === name);
