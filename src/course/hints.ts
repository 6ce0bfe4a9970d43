import type { Outcome } from '../network/scenario.ts';
import { type Condition, conditionFields, packetMeets, rulesMeet } from './conditions.ts';
import type { Defect } from './defect.ts';
import { type Form, group, list, optional, text } from './form.ts';
import { type Lab, outcome } from './lab.ts';
import type { LabResult } from './runLab.ts';

/**
 * A hint, and when it is the one to show: the first whose conditions all hold. Without a packet's name, any
 * packet may meet the conditions on packets.
 */
export interface Hint {
  readonly when: Condition & {
    /** A packet by name. */
    readonly packet?: string;
    /** The packet ended so. */
    readonly outcome?: Outcome;
  };
  readonly say: string;
}

/** The form of an exercise's hints. */
export const hints: Form<readonly Hint[]> = list(
  group<Hint>({
    when: group<Hint['when']>({ packet: optional(text), outcome: optional(outcome), ...conditionFields }),
    say: text,
  }),
);

const applies = ({ when }: Hint, lab: Lab, result: LabResult): boolean =>
  rulesMeet(when, result.world, lab.host) &&
  ((when.packet ?? when.outcome ?? when.stoppedBy ?? when.seenFrom ?? when.decided) === undefined ||
    result.packets.some(
      (p) =>
        (when.packet === undefined || p.expected.probe.name === when.packet) &&
        (when.outcome === undefined || p.answer.outcome === when.outcome) &&
        packetMeets(when, p, lab.host),
    ));

/** The first hint whose conditions all hold, null if there is no such hint. */
export const firstHint = (all: readonly Hint[], lab: Lab, result: LabResult): string | null =>
  all.find((hint) => applies(hint, lab, result))?.say ?? null;

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
