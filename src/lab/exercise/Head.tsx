import type { Exercise, Lab } from '../../course/lesson.ts';

const kinds = { write: 'Write', fix: 'Fix', predict: 'Predict', find: 'Find' } as const;

/** What a lab is called, and what there is to do. */
export const Head = ({ lab, done }: { readonly lab: Lab | Exercise; readonly done: boolean }) => (
  <header>
    <p class="ft-title">
      {'kind' in lab && <span class="ft-kind">{kinds[lab.kind]}</span>}
      {lab.title}
      {done && <span class="ft-done">✓ solved</span>}
    </p>
    {'kind' in lab && <p>{lab.task}</p>}
  </header>
);
