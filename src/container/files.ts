/** The files of the mounted tree: their paths below its root, and what they hold. */
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
/** The one script that all commands run. */
export const bundleFile = 'lib/four-tables.cjs';
/** The rules that the lab has at first. */
export const rulesFile = 'etc/iptables/rules.v4';

/** What `scenarioFile` holds. */
export type ScenarioFile = Pick<Network, 'hosts'>;
/** What `exerciseFile` holds. */
export type ExerciseFile = Lab | Exercise;

/** The text of `worldFile`. The files of the hosts are no part of it: they are files there. */
export const worldText = ({ files: _, ...world }: World): string => JSON.stringify({ version: 1, world });

/** The world in the text of `worldFile`; null if the text is something else. */
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
