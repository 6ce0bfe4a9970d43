import type { PacketView } from './labView.ts';
import { type Difference, withoutValues } from './solutionDiff.ts';

/**
 * Hints one after the other, from what to look at to nearly the answer. The first is the author's, or what a mistake that
 * people make explains; where nothing was done yet neither is fair, and the packet that is wrong is named instead.
 */
export const hintRungs = ({
  hint,
  untouched,
  packets,
  differences,
}: {
  readonly hint: string | null;
  readonly untouched: boolean;
  readonly packets: readonly PacketView[];
  readonly differences: readonly Difference[];
}): readonly string[] => {
  const wrong = packets.findIndex((p) => !p.passed);
  const packet = packets[wrong];
  const look = packet && `Look at packet ${wrong + 1}. It ${packet.end.decided}. Wanted: ${packet.expected}.`;
  const missing = differences.find((d) => d.ours !== null && d.ours !== d.mine);
  const near = missing
    ? `One solution has this in ${missing.where}: \`${withoutValues(missing.ours!)}\``
    : differences[0] &&
      (differences[0].ours === null
        ? `One solution has no \`${withoutValues(differences[0].mine!)}\` in ${differences[0].where}.`
        : `The rules are right, their order is not. Look at \`${withoutValues(differences[0].ours)}\`.`);
  return [untouched ? look : (hint ?? look), near].filter((says) => says !== undefined);
};
