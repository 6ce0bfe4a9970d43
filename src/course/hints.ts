import { save } from '../netfilter/print/save.ts';
import type { Outcome } from '../network/scenario.ts';
import { stoppedBy } from '../trace/stoppedBy.ts';
import type { Defect } from './defect.ts';
import { type Form, group, list, optional, text } from './form.ts';
import { type Lab, outcome } from './lab.ts';
import type { LabResult, PacketResult } from './runLab.ts';

/** A hint, and when it is the one to show. All conditions must hold; the first such hint is shown. */
export interface Hint {
  readonly when: {
    /** A packet by name… */
    readonly packet?: string;
    /** …that ended so. */
    readonly outcome?: Outcome;
    /** …dropped or rejected by this table and chain (`filter FORWARD`), by rule or policy. */
    readonly stoppedBy?: string;
    /** …and the receiver saw this source. */
    readonly seenFrom?: string;
    /** No packet matched this rule of the learner's (a substring of its saved form). */
    readonly unmatched?: string;
    /** The saved rules contain this text. */
    readonly has?: string;
    /** The saved rules do not contain this text. */
    readonly lacks?: string;
  };
  readonly say: string;
}

/** The form of an exercise's hints. */
export const hints: Form<readonly Hint[]> = list(
  group<Hint>({
    when: group<Hint['when']>({
      packet: optional(text),
      outcome: optional(outcome),
      stoppedBy: optional(text),
      seenFrom: optional(text),
      unmatched: optional(text),
      has: optional(text),
      lacks: optional(text),
    }),
    say: text,
  }),
);

const applies = (hint: Hint, lab: Lab, result: LabResult, rules: string): boolean => {
  const { when } = hint;
  if (when.has !== undefined && !rules.includes(when.has)) return false;
  if (when.lacks !== undefined && rules.includes(when.lacks)) return false;
  if (when.unmatched !== undefined && !neverMatched(when.unmatched, lab, result)) return false;
  const ofPacket = when.outcome ?? when.stoppedBy ?? when.seenFrom;
  if (when.packet === undefined && ofPacket === undefined) return true;
  return result.packets.some(
    (p) => (when.packet === undefined || p.expected.probe.name === when.packet) && appliesToPacket(hint, p),
  );
};

const appliesToPacket = ({ when }: Hint, p: PacketResult): boolean =>
  (when.outcome === undefined || p.answer.outcome === when.outcome) &&
  (when.seenFrom === undefined || p.answer.seen?.source === when.seenFrom) &&
  (when.stoppedBy === undefined || stoppedBy(p.trace).includes(when.stoppedBy));

const neverMatched = (text: string, lab: Lab, result: LabResult): boolean =>
  save(result.world.hosts[lab.host]!.filter, { counters: true })
    .split('\n')
    .some((line) => line.startsWith('[0:0]') && line.includes(text));

/** The first hint whose conditions all hold, null if there is no such hint. */
export const firstHint = (all: readonly Hint[], lab: Lab, result: LabResult): string | null => {
  const rules = save(result.world.hosts[lab.host]!.filter);
  return all.find((hint) => applies(hint, lab, result, rules))?.say ?? null;
};

/** Hints about a packet that the exercise does not have. */
export const hintDefects = (all: readonly Hint[], packets: readonly string[]): readonly Defect[] =>
  all.flatMap(({ when: { packet } }, i) =>
    packet === undefined || packets.includes(packet)
      ? []
      : [
          {
            path: ['hints', i, 'when', 'packet'],
            message: `there is no packet "${packet}"; the packets are ${packets.map((n) => `"${n}"`).join(', ')}`,
          },
        ],
  );
