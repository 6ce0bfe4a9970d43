import type { Outcome } from '../network/scenario.ts';
import { type Condition, conditionFields, packetMeets, rulesMeet } from './conditions.ts';
import type { Defect } from './defect.ts';
import { type Form, group, list, optional, text } from './form.ts';
import { type ExpectedPacket, type Lab, outcome } from './lab.ts';
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
  ((when.packet ??
    when.outcome ??
    when.stoppedBy ??
    when.seenFrom ??
    when.reaches ??
    when.met ??
    when.decided) === undefined ||
    wrong.some(
      (p) =>
        (when.packet === undefined || p.expected.probe.name === when.packet) &&
        (when.outcome === undefined || p.answer.outcome === when.outcome) &&
        packetMeets(when, p, host),
    ));

/**
 * The first hint whose conditions all hold, null if there is no such hint. One about a packet that is not the first wrong one, which
 * a lab shows, says which packet it is about.
 */
export const firstHint = (
  all: readonly Hint[],
  { host }: Pick<Lab, 'host'>,
  result: LabResult,
  wrong: readonly PacketResult[],
): string | null => {
  const hint = all.find((h) => applies(h, host, result, wrong));
  if (!hint) return null;
  const { packet } = hint.when;
  if (packet === undefined || packet === wrong[0]?.expected.probe.name) return hint.say;
  return `Packet ${result.packets.findIndex((p) => p.expected.probe.name === packet) + 1}: ${hint.say}`;
};

/** Whether `first` holds wherever `second` does, so that the second is never reached. */
const covers = (first: Hint['when'], second: Hint['when']): boolean =>
  Object.entries(first).every(([key, wanted]) => {
    const other = second[key as keyof Hint['when']];
    if (Array.isArray(wanted))
      return Array.isArray(other) && wanted.every((w) => (other as string[]).includes(w));
    // A rule that has the longer text has the shorter one too, and one that lacks the shorter lacks the longer.
    if (key === 'has' || key === 'unmatched' || key === 'met')
      return typeof other === 'string' && other.includes(wanted as string);
    if (key === 'lacks') return typeof other === 'string' && (wanted as string).includes(other);
    return other === wanted;
  });

/** Whether a hint is about a packet ending as it should: then there is nothing to hint at. */
const isAboutRight = ({ when }: Hint, packets: readonly ExpectedPacket[]): boolean => {
  const expected = packets.find((p) => p.probe.name === when.packet);
  return (
    expected !== undefined &&
    when.outcome === expected.outcome &&
    // What is sent over a connection may still be stopped.
    when.stoppedBy === undefined &&
    expected.seenFrom === undefined &&
    expected.reaches === undefined &&
    expected.stoppedBy === undefined
  );
};

/**
 * Hints about a packet that the exercise does not have, and those that can never show. `judged`: the packets end as the
 * learner's rules decide; with a prediction, any end may be the wrong one.
 */
export const hintDefects = (
  all: readonly Hint[],
  packets: readonly ExpectedPacket[],
  judged: 'by outcome' | 'by prediction',
): readonly Defect[] =>
  all.flatMap((hint, i): readonly Defect[] => {
    const { packet } = hint.when;
    const names = packets.map((p) => p.probe.name);
    if (packet !== undefined && !names.includes(packet))
      return [
        {
          path: ['hints', i, 'when', 'packet'],
          message: `there is no packet "${packet}"; the packets are ${names.map((n) => `"${n}"`).join(', ')}`,
        },
      ];
    if (judged === 'by outcome' && isAboutRight(hint, packets))
      return [
        {
          path: ['hints', i],
          message: `this hint never shows: "${packet}" ends ${hint.when.outcome} when it is right`,
        },
      ];
    const before = all.slice(0, i).findIndex((earlier) => covers(earlier.when, hint.when));
    return before < 0
      ? []
      : [
          {
            path: ['hints', i],
            message: `this hint never shows: one above it shows whenever this one could ("${all[before]!.say}")`,
          },
        ];
  });
