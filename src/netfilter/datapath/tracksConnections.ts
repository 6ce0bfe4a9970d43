import { findMatch, findTarget } from '../registry.ts';
import type { PacketFilter, Rule } from '../types.ts';

const needs = new WeakMap<object, boolean>();
const asksForTracking = ({ matches, target }: Rule): boolean =>
  matches.some((m) => findMatch(m.name)!.tracks?.(m.data)) ||
  (target.kind === 'extension' && findTarget(target.use.name)!.tracks?.(target.use.data) === true);

/** Whether a host tracks connections: only while a rule of any table needs it. */
export const tracksConnections = (filter: PacketFilter): boolean => {
  let known = needs.get(filter.tables);
  if (known === undefined) {
    known = Object.values(filter.tables).some((t) =>
      Object.values(t.chains).some((c) => c.rules.some(asksForTracking)),
    );
    needs.set(filter.tables, known);
  }
  return known;
};
