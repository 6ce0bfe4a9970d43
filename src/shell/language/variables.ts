/** Variables, as plain data that is never changed in place. */

/** The elements of an array by their index, or by their key. */
export type Value =
  | string
  | { readonly kind: 'indexed'; readonly items: ReadonlyMap<number, string> }
  | { readonly kind: 'keyed'; readonly items: ReadonlyMap<string, string> };

/** One variable; `value` is null where it was only declared. */
export interface Variable {
  readonly value: Value | null;
  readonly exported?: boolean;
  readonly readonly?: boolean;
  readonly integer?: boolean;
}

export type Variables = ReadonlyMap<string, Variable>;

/** How many elements an array may have. */
export const mostItems = 10_000;

/** The text that `$NAME` gives: of an array, its element 0. */
export const scalar = (value: Value | null | undefined): string | null => {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  return (value.kind === 'indexed' ? value.items.get(0) : value.items.get('0')) ?? null;
};

/** Keys of an array in the order in which bash gives them. */
export const keysOf = (value: Value | null): readonly string[] => {
  if (value === null) return [];
  if (typeof value === 'string') return ['0'];
  if (value.kind === 'indexed') return [...value.items.keys()].sort((a, b) => a - b).map(String);
  // The last one that came into a bucket is the first in it.
  return [...value.items.keys()]
    .map((key, i) => ({ key, i, bucket: bucketOf(key) }))
    .sort((a, b) => a.bucket - b.bucket || b.i - a.i)
    .map(({ key }) => key);
};

/** Elements of an array, in the order of their keys. */
export const elementsOf = (value: Value | null): readonly string[] =>
  value === null ? [] : keysOf(value).map((key) => elementOf(value, key)!);

/** An element by its key as a text; null where there is none. */
export const elementOf = (value: Value | null, key: string): string | null => {
  if (value === null) return null;
  if (typeof value === 'string') return key === '0' ? value : null;
  return (value.kind === 'indexed' ? value.items.get(Number(key)) : value.items.get(key)) ?? null;
};

/** A value with one element set; of no array it makes one. */
export const withElement = (value: Value | null, key: string, text: string): Value => {
  if (value !== null && typeof value !== 'string' && value.kind === 'keyed')
    return { kind: 'keyed', items: new Map(value.items).set(key, text) };
  const items = new Map(
    value === null ? [] : typeof value === 'string' ? [[0, value] as const] : value.items,
  );
  return { kind: 'indexed', items: items.set(Number(key), text) };
};

/** A value without one element. */
export const withoutElement = (value: Value, key: string): Value | null => {
  if (typeof value === 'string') return key === '0' ? null : value;
  if (value.kind === 'keyed') {
    const items = new Map(value.items);
    items.delete(key);
    return { kind: 'keyed', items };
  }
  const items = new Map(value.items);
  items.delete(Number(key));
  return { kind: 'indexed', items };
};

/** An array of these elements. */
export const arrayOf = (elements: readonly string[]): Value => ({
  kind: 'indexed',
  items: new Map(elements.map((text, i) => [i, text])),
});

/** Where bash's table keeps a key. Reference: bash 5.2, hashlib.c, hash_string; ASSOC_HASH_BUCKETS. */
const bucketOf = (key: string): number => {
  let hash = 2166136261;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash, 16777619) ^ key.charCodeAt(i);
  return hash & 1023;
};
