/** Extensions by name, of which rare ones may be loaded later. */
import type { Match, Target } from './extension.ts';

/** An extension that is not there yet: its name and the spellings of its options, and what brings it. */
export interface Rare<T> {
  readonly name: string;
  readonly optionNames: readonly string[];
  readonly load: () => Promise<T>;
}

export const rare = <T>(name: string, optionNames: readonly string[], load: () => Promise<T>): Rare<T> => ({
  name,
  optionNames,
  load,
});

/**
 * Extensions were needed that are known and not loaded yet: `names`. To recover, load them and do the same again
 * from the same values.
 */
export class ExtensionsNotLoaded extends Error {
  readonly names: readonly string[];

  constructor(names: readonly string[]) {
    super(
      `${names.join(', ')}: not loaded; await loadExtensions(extensionsNeeded(text)) before a text is read`,
    );
    this.name = 'ExtensionsNotLoaded';
    this.names = names;
  }
}

/** All matches, or all targets. */
export interface Collection<T extends Match | Target> {
  /** In the order of the index. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /** Undefined for a name that nothing has. Throws `ExtensionsNotLoaded` for one that has to be loaded first. */
  find(name: string): T | undefined;
  /** Every one. Throws `ExtensionsNotLoaded` as long as some are missing. */
  all(): readonly T[];
  /** Those whose names begin so; without a letter, those that are not rare. Throws `ExtensionsNotLoaded` as long as some are missing. */
  beginning(letters: string): readonly T[];
  /** The spellings of an extension's options, whether it is loaded or not. */
  optionNames(name: string): readonly string[];
  /** The names of those that are not loaded yet. */
  missing(): readonly string[];
  /** Loads those of these names that are its own. Rejects where a file of code does not arrive; trying again is safe. */
  load(names: readonly string[]): Promise<void>;
  /** Takes extensions that are there already. */
  add(more: readonly T[]): void;
}

/** Makes a collection. Throws where two have one name. */
export const defineCollection = <T extends Match | Target>(
  entries: readonly (T | Rare<T>)[],
): Collection<T> => {
  const known = new Map(entries.map((entry) => [entry.name, entry]));
  if (known.size < entries.length) {
    const names = entries.map((e) => e.name);
    throw new Error(`two extensions are called ${names.find((name, i) => names.indexOf(name) !== i)}`);
  }
  const loaded = new Map<string, T>();
  for (const entry of entries) if (!('load' in entry)) loaded.set(entry.name, entry);
  const names = [...known.keys()];
  const missing = () => names.filter((name) => !loaded.has(name));
  return {
    names,
    has: (name) => known.has(name),
    find(name) {
      const extension = loaded.get(name);
      if (!extension && known.has(name)) throw new ExtensionsNotLoaded([name]);
      return extension;
    },
    all() {
      const left = missing();
      if (left.length > 0) throw new ExtensionsNotLoaded(left);
      return names.map((name) => loaded.get(name)!);
    },
    beginning(letters) {
      const wanted = names.filter((name) =>
        letters === '' ? !('load' in known.get(name)!) : name.startsWith(letters),
      );
      const left = wanted.filter((name) => !loaded.has(name));
      if (left.length > 0) throw new ExtensionsNotLoaded(left);
      return wanted.map((name) => loaded.get(name)!);
    },
    optionNames(name) {
      const entry = known.get(name);
      if (!entry) return [];
      if ('load' in entry) return entry.optionNames;
      return Object.values(entry.options).flatMap((option) => option.names);
    },
    missing,
    async load(wanted) {
      await Promise.all(
        wanted.map(async (name) => {
          const entry = known.get(name);
          if (entry && 'load' in entry && !loaded.has(name)) loaded.set(name, await entry.load());
        }),
      );
    },
    add(more) {
      for (const extension of more) loaded.set(extension.name, extension);
    },
  };
};
