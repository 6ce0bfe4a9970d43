import { useContext } from 'preact/hooks';
import type { Exercise } from '../../course/kinds/index.ts';
import type { Lab } from '../../course/lab.ts';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { Coded } from './Coded.tsx';
import { NumbersHere } from './numbersHere.ts';

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
      {kind !== null && <span class="ft-kind">{say(kind)}</span>}
      <Coded text={lab.title} />
      {done && <span class="ft-done">{say(labels.solved)}</span>}
    </p>
    {'task' in lab && <Task task={lab.task} />}
    {useContext(NumbersHere)?.note}
  </header>
);

/** What there is to do, a paragraph after the other. */
export const Task = ({ task }: { readonly task: string }) => (
  <>
    {task.split('\n\n').map((paragraph) => (
      <p key={paragraph}>
        <Coded text={paragraph} />
      </p>
    ))}
  </>
);
