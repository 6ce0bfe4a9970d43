import type { Match, Target } from './extension.ts';
import { matches } from './matches/index.ts';
import { targets } from './targets/index.ts';

const byName = <T extends { readonly name: string }>(all: readonly T[]): ReadonlyMap<string, T> => {
  const map = new Map<string, T>();
  for (const extension of all) {
    if (map.has(extension.name)) throw new Error(`two extensions are called ${extension.name}`);
    map.set(extension.name, extension);
  }
  return map;
};

/** Every match by name. */
export const matchRegistry = byName(matches);

/** Every target extension by name. ACCEPT, DROP, RETURN and QUEUE are verdicts, not extensions. */
export const targetRegistry = byName(targets);

/** A match by name, undefined where there is none. */
export const findMatch = (name: string): Match | undefined => matchRegistry.get(name);

/** A target by name, undefined where there is none. */
export const findTarget = (name: string): Target | undefined => targetRegistry.get(name);
