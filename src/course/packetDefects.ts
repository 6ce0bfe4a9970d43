import type { Defect } from './defect.ts';
import { reached } from './reached.ts';
import type { PacketResult } from './runLab.ts';
import { stoppedIn } from './stoppedIn.ts';

/**
 * Packets that do not end as the lab says, or for another reason than its claim says, each with its path from
 * the lab.
 */
export const packetDefects = (packets: readonly PacketResult[]): readonly Defect[] =>
  packets
    .filter((p) => !p.passed || !p.claimHolds)
    .map((packet) => {
      const { expected, passed, because, changes } = packet;
      const { probe } = expected;
      const index = packets.filter((p) => p.changes === changes).findIndex((p) => p.expected.probe === probe);
      return {
        path: [
          ...(changes > 0 ? ['changes', changes - 1] : []),
          'packets',
          index,
          ...(passed ? ['claim'] : []),
        ],
        message: passed ? `the claim about "${probe.name}" does not hold: ${because}` : endDefect(packet),
      };
    });

const endDefect = ({ expected, answer, trace }: PacketResult): string => {
  const { probe, outcome, reaches, seenFrom, stoppedBy: table } = expected;
  const source = answer.seen?.source;
  if (answer.outcome !== outcome) return `"${probe.name}" should end ${outcome}, but ends ${answer.outcome}`;
  if (reaches !== undefined && reaches !== answer.seen?.host && reaches !== reached(answer))
    return `"${probe.name}" should reach ${reaches}, but reaches ${reached(answer) ?? 'no listener'}`;
  if (seenFrom !== undefined && seenFrom !== source)
    return `"${probe.name}" should be seen from ${seenFrom}, but is seen from ${source ?? 'nowhere'}`;
  const stopped = stoppedIn(trace);
  return `"${probe.name}" should be stopped in ${table}, but ${stopped?.what ?? 'it'} is stopped in ${stopped?.where ?? 'no table'}`;
};
