/**
 * A map from whole numbers to values, as plain data. A changed map shares everything with the old one except the path
 * to what changed, so keeping every earlier world costs only what changed between them.
 * Reference: Bagwell, Ideal Hash Trees, without the hashing: a trie of 32-fold nodes over the digits of the
 * key.
 */
export interface IntMap<T> {
  /** The number of levels of nodes. A key has at most that many digits of five bits. */
  readonly height: number;
  readonly root: Node<T>;
  readonly size: number;
}

/** Values at the lowest level, nodes above it; null where there is nothing. */
type Node<T> = readonly (Node<T> | T | null)[];

const bits = 5;
const width = 32;
const nothing: Node<never> = new Array<null>(width).fill(null);

/** A map without entries. */
export const emptyIntMap: IntMap<never> = { height: 1, root: nothing, size: 0 };

/** The digit of a key at a level, 0 being the lowest. Keys are below 2^50. */
const digit = (key: number, level: number): number =>
  level < 6 && key < 0x4000_0000 ? (key >>> (level * bits)) & 31 : Math.floor(key / width ** level) % width;

/** The value under a key; undefined where there is none. */
export const get = <T>(map: IntMap<T>, key: number): T | undefined => {
  if (key >= width ** map.height) return undefined;
  let node: Node<T> | null = map.root;
  for (let level = map.height - 1; level > 0; level--) {
    node = node[digit(key, level)] as Node<T> | null;
    if (node === null) return undefined;
  }
  return (node[digit(key, 0)] as T | null) ?? undefined;
};

/** The same map with a value under a key. */
export const put = <T>(map: IntMap<T>, key: number, value: T): IntMap<T> => {
  let { height, root } = map as IntMap<T>;
  while (key >= width ** height) {
    root = [root, ...(nothing as Node<T>).slice(1)];
    height++;
  }
  const size = map.size + (get(map, key) === undefined ? 1 : 0);
  return { height, root: placed(root, key, value, height - 1), size };
};

const placed = <T>(node: Node<T> | null, key: number, value: T | null, level: number): Node<T> => {
  const copy = (node ?? (nothing as Node<T>)).slice();
  const at = digit(key, level);
  copy[at] = level === 0 ? value : placed(copy[at] as Node<T> | null, key, value, level - 1);
  return copy;
};

/** The same map without a key. */
export const without = <T>(map: IntMap<T>, key: number): IntMap<T> =>
  get(map, key) === undefined
    ? map
    : { height: map.height, root: placed(map.root, key, null, map.height - 1), size: map.size - 1 };

/** Every key with its value, in the order of the keys. */
export function* entries<T>(map: IntMap<T>): Generator<readonly [number, T]> {
  yield* below<T>(map.root, map.height - 1, 0);
}

function* below<T>(node: Node<T>, level: number, base: number): Generator<readonly [number, T]> {
  for (let i = 0; i < width; i++) {
    const child = node[i]!;
    if (child === null) continue;
    const key = base * width + i;
    if (level === 0) yield [key, child as T];
    else yield* below(child as Node<T>, level - 1, key);
  }
}

/** Every value, in the order of the keys. */
export function* values<T>(map: IntMap<T>): Generator<T> {
  for (const [, value] of entries(map)) yield value;
}
