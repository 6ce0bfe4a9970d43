/** The exercise after another on its page, and what comes after the last. */

import { mostSeed } from '../../course/vary.ts';
import * as labels from '../../labels/en.ts';
import { learnerSeed } from '../learnerSeed.ts';

/** Where the learner goes on: the next exercise of the page, or the next page; null where there is neither. */
export const nextExercise = (from: Element): { readonly says: string; readonly at: HTMLElement } | null => {
  const all = [...document.querySelectorAll<HTMLElement>('.ft-lab[data-kind]')];
  const next = all[all.indexOf(from.closest<HTMLElement>('.ft-lab')!) + 1];
  if (next) return { says: labels.nextExercise, at: next };
  const page = document.querySelector<HTMLElement>('a[rel="next"]');
  // The front page says by itself where to go.
  return (
    page && { says: page.closest('.pages') ? labels.nextLesson : (page.textContent ?? '').trim(), at: page }
  );
};

/** Goes there. */
export const goOn = (from: Element): void => {
  const next = nextExercise(from);
  if (next?.at instanceof HTMLAnchorElement) next.at.click();
  else if (next) {
    const step = next.at.closest('details');
    if (step) step.open = true;
    next.at.scrollIntoView({ block: 'start' });
    next.at.tabIndex = -1;
    next.at.focus({ preventScroll: true });
  }
};

/** The same exercise with numbers that this browser has not had, by the address that a class is sent (Head.astro). */
export const withOtherNumbers = (exercise: string): void => {
  const seed = 1 + ((learnerSeed() + Math.floor(Math.random() * (mostSeed - 2))) % mostSeed);
  location.href = `${location.pathname}?seed=${seed}#${exercise}`;
};
