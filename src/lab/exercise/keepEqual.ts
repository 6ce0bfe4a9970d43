const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !isList(value);

/**
 * `after`, in which everything that equals its counterpart in `before` is that very object: what is drawn from
 * it need not be drawn again. Both are plain data.
 */
export const keepEqual = <T>(before: T, after: T): T => kept(before, after) as T;

const kept = (before: unknown, after: unknown): unknown => {
  if (isList(before) && isList(after)) {
    const parts = after.map((part, i) => kept(before[i], part));
    return before.length === parts.length && parts.every((part, i) => part === before[i]) ? before : parts;
  }
  if (isRecord(before) && isRecord(after)) {
    const parts = Object.entries(after).map(([name, part]) => [name, kept(before[name], part)] as const);
    return parts.length === Object.keys(before).length &&
      parts.every(([name, part]) => Object.hasOwn(before, name) && part === before[name])
      ? before
      : Object.fromEntries(parts);
  }
  return after;
};
