import type { Outcome } from '../network/scenario.ts';
import { type Condition, conditionFields, packetMeets, rulesMeet } from './conditions.ts';
import type { Defect } from './defect.ts';
import { type Form, group, list, optional, text } from './form.ts';
import { type Lab, outcome } from './lab.ts';
import type { LabResult, PacketResult } from './runLab.ts';

/**
 * A hint, and when it is the one to show: the first whose conditions all hold. Conditions on packets are about those
 * that are wrong: that do not end as they should, or not as predicted. Without a packet's name, any of
 * them may meet the conditions.
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

const applies = (
  { when }: Hint,
  host: string,
  { world }: LabResult,
  wrong: readonly PacketResult[],
): boolean =>
  rulesMeet(when, world, host) &&
  ((when.packet ?? when.outcome ?? when.stoppedBy ?? when.seenFrom ?? when.reaches ?? when.decided) ===
    undefined ||
    wrong.some(
      (p) =>
        (when.packet === undefined || p.expected.probe.name === when.packet) &&
        (when.outcome === undefined || p.answer.outcome === when.outcome) &&
        packetMeets(when, p, host),
    ));

/** The first hint whose conditions all hold, null if there is no such hint. */
export const firstHint = (
  all: readonly Hint[],
  { host }: Pick<Lab, 'host'>,
  result: LabResult,
  wrong: readonly PacketResult[],
): string | null => all.find((hint) => applies(hint, host, result, wrong))?.say ?? null;

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
