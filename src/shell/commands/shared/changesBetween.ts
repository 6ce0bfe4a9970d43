/** Lines that one text has and the other has not: from and to of each, as positions in their lists. */
export interface Change {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** The product of the lengths of what differs, at most. */
const mostPairs = 4_000_000;

/**
 * The fewest changes that make one list of lines another; null where finding them takes too long. Of several as few, it
 * is not always those that GNU's diff prints.
 */
export const changesBetween = (
  old: readonly string[],
  fresh: readonly string[],
): readonly Change[] | null => {
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let end = 0;
  while (
    end < old.length - start &&
    end < fresh.length - start &&
    old[old.length - 1 - end] === fresh[fresh.length - 1 - end]
  )
    end++;
  const rows = old.length - start - end;
  const columns = fresh.length - start - end;
  if (rows * columns > mostPairs) return null;
  // Length of the longest common rest after each pair of lines.
  const width = columns + 1;
  const common = new Uint16Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--)
      common[i * width + j] =
        old[start + i] === fresh[start + j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!);
  const changes: Change[] = [];
  let i = 0;
  let j = 0;
  while (i < rows || j < columns) {
    if (i < rows && j < columns && old[start + i] === fresh[start + j]) {
      i++;
      j++;
      continue;
    }
    const [oldFrom, newFrom] = [i, j];
    while ((i < rows || j < columns) && !(i < rows && j < columns && old[start + i] === fresh[start + j]))
      if (j >= columns || (i < rows && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) i++;
      else j++;
    changes.push({
      oldFrom: start + oldFrom,
      oldTo: start + i,
      newFrom: start + newFrom,
      newTo: start + j,
    });
  }
  return changes;
};
