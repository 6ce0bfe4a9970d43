import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { WayOn } from './nextExercise.ts';
import type { LiveLab } from './useLab.ts';

/** After an exercise is solved, the ways on: to another one, or to the next page. Nothing where there is neither. */
export const NextExercise = ({
  foot,
  later,
  focused,
}: {
  /** Within the exercise. */
  readonly foot: RefObject<HTMLElement>;
  readonly later: LiveLab['later'];
  /** The first gets the keyboard: the learner has asked with Check whether it is solved, and Check is gone. */
  readonly focused: boolean;
}) => {
  const first = useRef<HTMLButtonElement>(null);
  // Said once it is known what is next: the page may have nothing.
  const [ways, setWays] = useState<readonly WayOn[]>([]);
  useEffect(() => later(({ nextExercise }) => setWays(nextExercise(foot.current!))), []);
  const asked = useRef<Element | null>(null);
  useEffect(() => {
    asked.current = document.activeElement;
  }, [focused]);
  // What is next may come late: a learner who has gone elsewhere meanwhile stays there.
  useEffect(() => {
    if (focused && [asked.current, document.body].includes(document.activeElement)) first.current?.focus();
  }, [focused, ways]);
  return (
    <>
      {ways.map((way, i) => (
        <button
          key={way.says}
          ref={i === 0 ? first : null}
          type="button"
          class={i === 0 ? 'ft-primary' : undefined}
          onClick={() => later(({ goOn }) => goOn(way))}
        >
          {way.says}
        </button>
      ))}
    </>
  );
};
