import type { Defect } from './defect.ts';
import type { PacketResult } from './runLab.ts';

/** Packets that do not end as the lab says, each with its path from the lab. */
export const packetDefects = (packets: readonly PacketResult[]): readonly Defect[] =>
  packets
    .filter((p) => !p.passed)
    .map(({ expected: { probe, outcome, seenFrom }, answer, group }) => {
      const index = packets.filter((p) => p.group === group).findIndex((p) => p.expected.probe === probe);
      return {
        path: [...(group === 'after' ? ['change'] : []), 'packets', index],
        message:
          answer.outcome === outcome
            ? `"${probe.name}" should be seen from ${seenFrom}, but is seen from ${answer.seen?.source ?? 'nowhere'}`
            : `"${probe.name}" should end ${outcome}, but ends ${answer.outcome}`,
      };
    });
