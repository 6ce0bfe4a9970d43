/** A rule that two chains have: where it is in each, from 0. */
export type Pair = readonly [mine: number, ours: number];

/** Matches that remember packets: which rule comes first then matters even where both do the same. */
const remembers = / -m (?:limit|hashlimit|recent|quota|statistic|connlimit) /;

const verdict = / -j (?:ACCEPT|DROP|REJECT|RETURN)\b.*$/;

/**
 * What a rule does with a packet, where that is the same whichever of two rules that do it comes first; else null: the order of the
 * rule and any other may decide.
 */
const deedOf = (rule: string): string | null =>
  remembers.test(rule) ? null : (verdict.exec(rule)?.[0] ?? null);

/**
 * The rules that have to move so that every two whose order may decide are in the order of `ours`: again and again the one that is
 * on the wrong side of the most others, and has another number in `ours`. Empty where only the order of rules that do the same differs.
 */
export const toMove = (pairs: readonly Pair[], rule: (mine: number) => string): readonly Pair[] => {
  const deeds = pairs.map(([m]) => deedOf(rule(m)));
  const clash = (i: number, k: number): boolean => {
    const [[m, o], [n, p]] = [pairs[i]!, pairs[k]!];
    return i !== k && m < n !== o < p && (deeds[i] === null || deeds[i] !== deeds[k]);
  };
  // Of two on the wrong side of each other, one has another number.
  const counts = pairs.map(([m, o], i) => (m === o ? 0 : pairs.filter((_, k) => clash(i, k)).length));
  const moved: Pair[] = [];
  for (;;) {
    const most = Math.max(0, ...counts);
    if (most === 0) return moved;
    const i = counts.indexOf(most);
    moved.push(pairs[i]!);
    counts[i] = 0;
    for (const k of pairs.keys()) if (counts[k]! > 0 && clash(i, k)) counts[k]!--;
  }
};
