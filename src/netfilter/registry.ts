import type { Match, Target } from './extension.ts';
import { loadParts } from './lazyPart.ts';
import { matches } from './matches/index.ts';
import { targets } from './targets/index.ts';

/** Every match by name. */
export const matchRegistry = matches;

/** Every target extension by name; ACCEPT, DROP, RETURN and QUEUE are verdicts, not extensions. */
export const targetRegistry = targets;

/** A match by name, undefined where the engine has none. Throws where it has to be loaded first. */
export const findMatch = (name: string): Match | undefined => matches.find(name);

/** A target by name, undefined where the engine has none. Throws where it has to be loaded first. */
export const findTarget = (name: string): Target | undefined => targets.find(name);

/**
 * The matches and targets that a text may use and that are not loaded yet: every word of it that is the name of
 * one. One that is loaded by a protocol's number (`-p 132`) is not among them: meeting it throws
 * `ExtensionsNotLoaded`.
 */
export const extensionsNeeded = (text: string): readonly string[] => {
  const missing = [...matches.missing(), ...targets.missing()];
  if (missing.length === 0) return missing;
  const words = new Set(text.match(/\w+/g));
  return missing.filter((name) => words.has(name));
};

/** Loads extensions by name, and what else `ExtensionsNotLoaded` names. Rejects where a file of code does not arrive; trying again is safe. */
export const loadExtensions = async (names: readonly string[]): Promise<void> => {
  await Promise.all([matches.load(names), targets.load(names), loadParts(names)]);
};
