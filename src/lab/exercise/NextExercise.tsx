import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { say } from '../../labels/say.ts';
import type { LiveLab } from './useLab.ts';

/** After an exercise is solved, the way to the next one, or to the next page. Nothing where there is neither. */
export const NextExercise = ({
  foot,
  later,
  focused,
}: {
  /** Within the exercise. */
  readonly foot: RefObject<HTMLElement>;
  readonly later: LiveLab['later'];
  /** It gets the keyboard: the learner has asked with Check whether it is solved, and Check is gone. */
  readonly focused: boolean;
}) => {
  const button = useRef<HTMLButtonElement>(null);
  // Said once it is known what is next: the page may have nothing.
  const [next, setNext] = useState<string | null>(null);
  useEffect(() => later(({ nextExercise }) => setNext(nextExercise(foot.current!)?.says ?? null)), []);
  useEffect(() => {
    if (focused) button.current?.focus();
  }, [focused, next]);
  return (
    next !== null && (
      <button
        ref={button}
        type="button"
        class="ft-primary"
        onClick={() => later(({ goOn }) => goOn(foot.current!))}
      >
        {say(next)}
      </button>
    )
  );
};
