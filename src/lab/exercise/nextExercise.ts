/** The exercise after another on its page, and what comes after the last. */

import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { wasDone } from '../progress.ts';

/** A way on from an exercise, and what its button says. */
export interface WayOn {
  readonly says: string;
  readonly at: HTMLElement;
  /** What comes to the top of the window, where that is not the exercise: the ladder of a step, with its task. */
  readonly top?: HTMLElement;
}

/** The ladder of a step, where the learner does not come from it. */
const ladderOf = (step: HTMLElement, from: Element): Pick<WayOn, 'top'> => {
  const ladder = step.closest<HTMLElement>('.ladder');
  return ladder && !ladder.contains(from) ? { top: ladder } : {};
};

const isOpen = (lab: HTMLElement): boolean => !lab.querySelector('.ft-done') && !wasDone(lab.dataset['id']!);

/**
 * Where the learner goes on, the best first: an exercise further down the page, where there is one that is open; else one further up
 * that is open, and the next page. Nothing where there is neither. In a review it is the next of today.
 */
export const nextExercise = (from: Element): readonly WayOn[] => {
  const here = from.closest<HTMLElement>('.ft-lab')!;
  const all = [...document.querySelectorAll<HTMLElement>('.ft-lab[data-id]')];
  const after = all.slice(all.indexOf(here) + 1);
  const next = after.find(isOpen) ?? after[0];
  if (next) {
    const isStep = here.closest('.ladder')?.contains(next);
    return [{ says: say(isStep ? labels.nextStep : labels.nextExercise), at: next, ...ladderOf(next, here) }];
  }
  // The last step of a ladder is the exercise itself.
  const exercises = all.filter((lab) => !lab.closest('details')?.matches('.ladder > :has(~ details)'));
  const open = exercises.findIndex((lab) => lab !== here && isOpen(lab));
  const first = exercises[open];
  const steps = first?.closest('.ladder');
  const at = all.find((lab) => steps?.contains(lab) && isOpen(lab)) ?? first;
  const page = document.querySelector<HTMLElement>('a[rel="next"], .rev-next');
  return [
    ...(at ? [{ says: say(labels.backToOpen, { n: open + 1 }), at, ...ladderOf(at, here) }] : []),
    // The front page says by itself where to go.
    ...(page
      ? [
          {
            says: page.closest('.pages') ? say(labels.nextLesson) : (page.textContent ?? '').trim(),
            at: page,
          },
        ]
      : []),
  ];
};

/** Goes there. */
export const goOn = ({ at, top = at }: WayOn): void => {
  if (at.matches('a, button')) return at.click();
  const step = at.closest('details');
  if (step) step.open = true;
  top.scrollIntoView({ block: 'start' });
  at.tabIndex = -1;
  at.focus({ preventScroll: true });
};
