/** What comes of each item, so many at a time: a program may open only so many files at once. */
export const inLanes = async <T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> => {
  const [results, left]: [R[], IterableIterator<[number, T]>] = [[], items.entries()];
  const lane = async (): Promise<void> => {
    for (const [i, item] of left) results[i] = await work(item);
  };
  await Promise.all(Array.from({ length: 16 }, lane));
  return results;
};
