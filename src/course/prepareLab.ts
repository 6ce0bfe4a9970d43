import { createWorld } from '../network/createWorld.ts';
import type { Scenario } from '../network/scenario.ts';
import type { World } from '../network/world.ts';
import type { Lab } from './lab.ts';

/** What of a lab says where it happens and how its text is read. */
export type LabSetting = Pick<Lab, 'host' | 'language'>;

/** A lab with its network made: made once, it serves every text that is run in it. Plain data. */
export interface PreparedLab<L extends LabSetting = Lab> {
  readonly lab: L;
  /** The network before the learner did anything. */
  readonly untouched: World;
}

/**
 * Makes a lab's network. Throws if that is impossible: `checkLesson` tells the author why, so a page never has
 * such a lab.
 */
export const prepareLab = <L extends LabSetting>(
  lab: L,
  network: Pick<Scenario, 'hosts' | 'links'>,
): PreparedLab<L> => {
  const made = createWorld(network);
  if (!made.ok) throw new Error(made.problems.map((p) => `${p.path.join('.')}: ${p.message}`).join('\n'));
  return { lab, untouched: made.world };
};
