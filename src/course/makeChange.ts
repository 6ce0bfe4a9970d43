import type { World } from '../network/world.ts';
import { run } from '../shell/run.ts';
import type { Change, ChangeStep } from './lab.ts';

/** What one step of a change did. */
export interface StepResult {
  readonly world: World;
  /** What went wrong, in the command's own words; null if nothing did. */
  readonly error: string | null;
}

/** Makes one step of a change. */
export const makeStep = (world: World, step: ChangeStep): StepResult => {
  if (step.kind === 'wait') return { world: { ...world, now: world.now + step.seconds * 1000 }, error: null };
  const done = run(world, step.host, step.command);
  return { world: done.world, error: done.status === 0 ? null : done.stderr || `status ${done.status}` };
};

/** Makes a change, step after step. What a command prints is not kept. */
export const makeChange = (world: World, { steps }: Pick<Change, 'steps'>): World =>
  steps.reduce((now, step) => makeStep(now, step).world, world);
