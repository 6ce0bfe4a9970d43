/** Where things are in the tree that is mounted: paths below its root, and the forms of its files. */
import type { Exercise } from '../course/kinds/index.ts';
import type { Lab } from '../course/lab.ts';
import type { Network } from '../course/lesson.ts';
import type { World } from '../network/world.ts';

/** The world as all commands share it; absent until the first command. */
export const worldFile = 'run/world.json';
/** Taken while the world is read, changed and written. */
export const worldLock = 'run/world.lock';
/** iptables' own lock. */
export const xtablesLock = 'run/xtables.lock';
/** The network, as `four-tables probe` reads hosts. */
export const scenarioFile = 'lab/scenario.json';
/** The lab or exercise. */
export const exerciseFile = 'lab/exercise.json';
/** The one file behind all commands. */
export const bundleFile = 'lib/four-tables.cjs';
/** The rules as the lab began. */
export const rulesFile = 'etc/iptables/rules.v4';

/** What stands in `scenarioFile`. */
export type ScenarioFile = Pick<Network, 'hosts'>;
/** What stands in `exerciseFile`; a lab needs no task. */
export type ExerciseFile = Lab | Exercise;

/** The text of `worldFile`. */
export const worldText = (world: World): string => JSON.stringify({ version: 1, world });

/** Reads the text of `worldFile`; null where it is something else. */
export const readWorld = (text: string): World | null => {
  try {
    const { version, world } = JSON.parse(text) as { readonly version?: unknown; readonly world?: World };
    return version === 1 &&
      typeof world === 'object' &&
      world !== null &&
      typeof world.hosts === 'object' &&
      world.hosts !== null &&
      Array.isArray(world.sent?.journeys)
      ? world
      : null;
  } catch {
    return null;
  }
};
