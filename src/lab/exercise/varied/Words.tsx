import type { Lab } from '../../../course/lab.ts';
import { Coded } from '../Coded.tsx';
import { Task } from '../Head.tsx';
import { noteOf, withOwnNumbers } from './ownNumbers.tsx';

interface Props {
  readonly page: string;
  readonly lab: Pick<Lab, 'id' | 'title' | 'varies' | 'whole'> & { readonly task: string };
  readonly network: { readonly hosts: object };
  readonly part: 'title' | 'task';
}

/** What a ladder says above its steps, with the learner's own numbers. */
export const Words = ({ part, ...given }: Props) => {
  const { lab } = withOwnNumbers(given);
  if (part === 'task')
    return (
      <>
        <Task task={lab.task} />
        {noteOf(given)}
      </>
    );
  // An element, because that is what can come into sight.
  return (
    <span>
      <Coded text={lab.title} />
    </span>
  );
};
