import type { PacketView } from './labView.ts';
import { type Difference, withoutValues } from './solutionDiff.ts';

/**
 * Hints one after the other, from what to look at to nearly the answer. The first is the author's, or what a mistake that
 * people make explains; where nothing was done yet neither is fair, and the packet that is wrong is named instead. The second
 * says in which chain to look, the third has a rule of a solution without its values.
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
        ? `One solution does without this rule of yours in ${differences[0].where}: \`${differences[0].mine}\``
        : `${differences.every((d) => d.ours !== null) ? 'The rules are right, their order is not.' : 'The order of the rules matters.'} Look at \`${withoutValues(differences[0].ours)}\`.`);
  const places = [...new Set(differences.map((d) => `\`${d.where}\``))];
  const all = places.length < 2 ? places[0] : `${places.slice(0, -1).join(', ')} and ${places.at(-1)}`;
  const where =
    all &&
    (untouched
      ? `One solution changes ${all}, and no other chain.`
      : `Your rules differ from one solution in ${all}, and in no other chain.`);
  return [untouched ? look : (hint ?? look), where, near].filter((says) => says !== undefined);
};
