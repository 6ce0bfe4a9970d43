import type { Trace } from '../network/trace.ts';

/**
 * The tables and chains that ended a packet of this trace, as hints name them: `mangle PREROUTING`. Before a chain of one's own stands
 * the built-in one that led to it.
 */
export const stoppedBy = (trace: Trace): readonly string[] =>
  trace.journeys.flatMap((journey) =>
    journey.events.flatMap((event) => {
      if (event.kind !== 'table' || event.visit.verdict !== 'DROP') return [];
      const last = event.visit.steps.at(-1);
      const { table, hook } = event.visit;
      return last && 'chain' in last ? [...new Set([`${table} ${hook}`, `${table} ${last.chain}`])] : [];
    }),
  );
