import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { say } from '../../labels/say.ts';
import type { LiveLab } from './useLab.ts';

/** After an exercise is solved, the way to the next one, or to the next page. Nothing where there is neither. */
export const NextExercise = ({
  foot,
  later,
}: {
  /** Within the exercise. */
  readonly foot: RefObject<HTMLElement>;
  readonly later: LiveLab['later'];
}) => {
  // Said once it is known what is next: the page may have nothing.
  const [next, setNext] = useState<string | null>(null);
  useEffect(() => later(({ nextExercise }) => setNext(nextExercise(foot.current!)?.says ?? null)), []);
  return (
    next !== null && (
      <button type="button" class="ft-primary" onClick={() => later(({ goOn }) => goOn(foot.current!))}>
        {say(next)}
      </button>
    )
  );
};
