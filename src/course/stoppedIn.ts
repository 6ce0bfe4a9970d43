import type { Trace } from '../network/trace.ts';
import { stoppedBy } from '../trace/stoppedBy.ts';
import { stopper } from './packetEnd.ts';

/** The table and chain that stopped a packet, `filter FORWARD` or `filter DOCKER-USER, called from FORWARD`, or else its reply; null where none did. */
export const stoppedIn = (trace: Trace): { readonly where: string; readonly isReply: boolean } | null => {
  const own = stopper(trace);
  if (own) {
    const { table, chain, hook } = own;
    return { where: `${table} ${chain}${chain === hook ? '' : `, called from ${hook}`}`, isReply: false };
  }
  const where = stoppedBy(trace).at(-1);
  return where === undefined ? null : { where, isReply: true };
};

/** Whether this table and chain, or a chain that it leads to, stopped the packet itself, and not its reply. */
export const isStoppedIn = (trace: Trace, where: string): boolean => {
  const own = stopper(trace);
  return own !== null && [own.chain, own.hook].some((chain) => `${own.table} ${chain}` === where);
};
