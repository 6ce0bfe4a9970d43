/** A learner's own packets in this browser's storage, beside what is kept of the lab. */
import { type OwnStep, readSteps } from '../../course/ownSteps.ts';
import { keep, recall, setAside } from '../progress.ts';

const nameOf = (lab: string): string => `${lab}/own`;

/** The text that is kept of a lab's own packets; null where there are none. */
export const keptOwn = (lab: string): string | null => recall(nameOf(lab));

/** What was kept. What has another form is set aside, where it stays. */
export const recallOwn = (lab: string): readonly OwnStep[] => {
  const kept = keptOwn(lab);
  const steps = kept === null ? [] : readSteps(kept);
  if (steps === null) setAside(nameOf(lab));
  return steps ?? [];
};

/** Keeps them, or forgets them where there are none. */
export const keepOwn = (lab: string, steps: readonly OwnStep[]): void =>
  keep(nameOf(lab), steps.length === 0 ? null : JSON.stringify(steps));
