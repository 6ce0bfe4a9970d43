import { ExtensionsNotLoaded } from './collection.ts';

/** A part of the engine that is loaded when a text first needs it. */
export interface LazyPart<T> {
  /** The part. Throws `ExtensionsNotLoaded` as long as it is missing: load what that names, and do the same again. */
  readonly get: () => T;
  /** Takes it, if it is there already. */
  readonly add: (part: T) => void;
}

const loaders = new Map<string, () => Promise<void>>();

/** Makes such a part. `name` has a space, which no extension's name has. */
export const lazyPart = <T extends object>(name: string, bring: () => Promise<T>): LazyPart<T> => {
  let part: T | null = null;
  loaders.set(name, async () => {
    part ??= await bring();
  });
  return {
    get() {
      if (part === null) throw new ExtensionsNotLoaded([name]);
      return part;
    },
    add(given) {
      part = given;
    },
  };
};

/** Loads the parts that are named. Rejects where a file of code does not arrive; trying again is safe. */
export const loadParts = async (names: readonly string[]): Promise<void> => {
  await Promise.all(names.map((name) => loaders.get(name)?.()));
};
