import type { Numbers } from '../../../course/vary.ts';
import * as labels from '../../../labels/en.ts';
import { say } from '../../../labels/say.ts';
import { learnerSeed, ownSeeds } from '../../learnerSeed.ts';
import { Coded } from '../Coded.tsx';
import { takeBackNumbers } from './takeNumbers.ts';

/** Says that an exercise has other numbers than the lesson: because of a class's link, or because the learner asked for others. */
export const NumbersNote = ({
  exercise,
  numbers,
}: {
  readonly exercise: string;
  readonly numbers: Numbers;
}) => {
  const seed = learnerSeed();
  if (!ownSeeds().has(exercise)) return <p>{say(labels.numbersOfClass, { n: seed })}</p>;
  const what = [...numbers].map(([value, now]) => say(labels.numberInstead, { now, value })).join(', ');
  return (
    <>
      <p>
        <Coded text={say(labels.numbersTaken, { what })} />
      </p>
      <p>
        <button type="button" onClick={() => takeBackNumbers(exercise)}>
          {seed === 0 ? say(labels.backToLesson) : say(labels.backToClass, { n: seed })}
        </button>
      </p>
    </>
  );
};
