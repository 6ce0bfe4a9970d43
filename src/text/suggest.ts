/** How many letters must change to make one word the other. Swapping two neighbours is one change. */
const distance = (a: string, b: string): number => {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, before[j - 2]! + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length]!;
};

/**
 * The candidate that was probably meant, for "Did you mean …?"; null where none is close, and where the word is one of them:
 * then something else is wrong with it. Case matters little.
 */
export const suggest = (written: string, candidates: readonly string[]): string | null => {
  if (written.length > 40 || candidates.includes(written)) return null;
  const word = written.toLowerCase();
  let best: string | null = null;
  let least = Math.min(2, Math.floor(word.length / 3)) + 0.5;
  for (const candidate of candidates) {
    const d = candidate.toLowerCase() === word ? 0.25 : distance(word, candidate.toLowerCase());
    if (d < least) {
      best = candidate;
      least = d;
    }
  }
  return best;
};
