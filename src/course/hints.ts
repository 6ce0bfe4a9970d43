import { save } from '../netfilter/print/save.ts';
import { stoppedBy } from '../trace/stoppedBy.ts';
import type { LabResult, PacketResult } from './lab.ts';
import type { Hint, Lab } from './lesson.ts';

const fits = (hint: Hint, lab: Lab, result: LabResult, rules: string): boolean => {
  const { when } = hint;
  if (when.has !== undefined && !rules.includes(when.has)) return false;
  if (when.lacks !== undefined && rules.includes(when.lacks)) return false;
  if (when.unmatched !== undefined && !neverMatched(when.unmatched, lab, result)) return false;
  const asksPacket = when.outcome ?? when.stoppedBy ?? when.seenFrom;
  if (when.packet === undefined && asksPacket === undefined) return true;
  return result.packets.some(
    (p) => (when.packet === undefined || p.expectation.probe.name === when.packet) && fitsPacket(hint, p),
  );
};

const fitsPacket = ({ when }: Hint, p: PacketResult): boolean =>
  (when.outcome === undefined || p.answer.outcome === when.outcome) &&
  (when.seenFrom === undefined || p.answer.seen?.source === when.seenFrom) &&
  (when.stoppedBy === undefined || stoppedBy(p.trace).includes(when.stoppedBy));

const neverMatched = (text: string, lab: Lab, result: LabResult): boolean =>
  save(result.world.hosts[lab.host]!.filter, { counters: true })
    .split('\n')
    .some((line) => line.startsWith('[0:0]') && line.includes(text));

/** The first hint whose conditions all hold, null where none does. */
export const firstHint = (hints: readonly Hint[], lab: Lab, result: LabResult): string | null => {
  const rules = save(result.world.hosts[lab.host]!.filter);
  return hints.find((hint) => fits(hint, lab, result, rules))?.say ?? null;
};
