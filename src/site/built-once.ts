const built = new Map<string, unknown>();

/**
 * What is shown twice, in a lesson and in a page of its own for frames, is worked out once. The second to ask gets it, and it is
 * forgotten; while an author is at work, it may have changed, so nothing is kept.
 */
export const builtOnce = <T>(given: readonly unknown[], build: () => T): T => {
  if (import.meta.env.DEV) return build();
  // A translation has the name of its original, and other words.
  const name = JSON.stringify(given);
  if (built.has(name)) {
    const known = built.get(name) as T;
    built.delete(name);
    return known;
  }
  const made = build();
  built.set(name, made);
  return made;
};
