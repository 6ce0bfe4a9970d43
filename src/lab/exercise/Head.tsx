import type { Exercise } from '../../course/kinds/index.ts';
import type { Lab } from '../../course/lab.ts';

/** What a lab is called, and what there is to do. */
export const Head = ({
  lab,
  kind,
  done,
}: {
  readonly lab: Lab | Exercise;
  /** A verb; null for a lab that is no exercise. */
  readonly kind: string | null;
  readonly done: boolean;
}) => (
  <header>
    <p class="ft-title">
      {kind !== null && <span class="ft-kind">{kind}</span>}
      {lab.title}
      {done && <span class="ft-done">✓ solved</span>}
    </p>
    {'task' in lab && <p>{lab.task}</p>}
  </header>
);
