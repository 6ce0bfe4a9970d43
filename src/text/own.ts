/**
 * What a record has under a name that a learner may have chosen; undefined where it has nothing. A plain look-up would
 * find `toString` and `constructor` in every record. `tests/unit/names.test.ts` wants this where a name may be missing.
 */
export const own = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** An empty record whose names can be set one by one, `__proto__` too. */
export const emptyRecord = <T>(): Record<string, T> => Object.create(null) as Record<string, T>;
