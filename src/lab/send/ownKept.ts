/** A learner's own packets in this browser's storage, beside what is kept of the lab. */
import { mostSteps, type OwnStep, readSteps } from '../../course/ownSteps.ts';
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
  void keep(nameOf(lab), steps.length === 0 ? null : JSON.stringify(steps));

/** Puts a link's packets before the learner's own, and gives a way back; null where there is no room for all, or it is not kept. */
export const joinOwn = (lab: string, coming: readonly OwnStep[]): (() => void) | null => {
  const mine = recallOwn(lab);
  // A link that is opened again brings nothing new.
  const known = JSON.stringify(mine.slice(0, coming.length)) === JSON.stringify(coming);
  if (known) return () => {};
  const all = [...coming, ...mine];
  if (all.length > mostSteps) return null;
  keepOwn(lab, all);
  return keptOwn(lab) === JSON.stringify(all) ? () => keepOwn(lab, mine) : null;
};
