import { isExercise, kindOf } from '../../course/exercise.ts';
import type { Exercise } from '../../course/kinds/index.ts';
import type { Lab } from '../../course/lab.ts';

/** What a lab is called, and what there is to do. */
export const Head = ({ lab, done }: { readonly lab: Lab | Exercise; readonly done: boolean }) => (
  <header>
    <p class="ft-title">
      {isExercise(lab) && <span class="ft-kind">{kindOf(lab).title}</span>}
      {lab.title}
      {done && <span class="ft-done">✓ solved</span>}
    </p>
    {isExercise(lab) && <p>{lab.task}</p>}
  </header>
);
