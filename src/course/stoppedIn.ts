import type { Trace } from '../network/trace.ts';
import { isErrorMessage } from '../trace/isErrorMessage.ts';
import { stoppedBy } from '../trace/stoppedBy.ts';
import { stopper } from './packetEnd.ts';

/** What a table stopped: the packet itself, its reply, or an error about it. */
type Stopped = 'it' | 'its reply' | 'the error message about it';

/** The table and chain that stopped a packet, `filter FORWARD` or `filter DOCKER-USER, called from FORWARD`, or else what came back; null where none did. */
export const stoppedIn = (trace: Trace): { readonly where: string; readonly what: Stopped } | null => {
  const own = stopper(trace);
  if (own) {
    const { table, chain, hook } = own;
    return { where: `${table} ${chain}${chain === hook ? '' : `, called from ${hook}`}`, what: 'it' };
  }
  const where = stoppedBy(trace).at(-1);
  if (where === undefined) return null;
  const last = trace.journeys.findLast((journey) => stoppedBy({ journeys: [journey] }).length > 0)!;
  return { where, what: isErrorMessage(last) ? 'the error message about it' : 'its reply' };
};

/** Whether this table and chain, or a chain that it leads to, stopped the packet itself, and not its reply. */
export const isStoppedIn = (trace: Trace, where: string): boolean => {
  const own = stopper(trace);
  return own !== null && [own.chain, own.hook].some((chain) => `${own.table} ${chain}` === where);
};
