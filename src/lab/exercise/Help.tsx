import { useContext, useEffect, useState } from 'preact/hooks';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { hasLines } from '../../text/hasLines.ts';
import { helpedWith } from './helpedWith.ts';
import type { KindProps } from './kindView.ts';
import { NumbersHere } from './numbersHere.ts';
import { isSolved } from './session.ts';

/** Hints one at a time, and the solution beside the learner's own, once an answer was checked or hints were seen. */
export const Help = ({ lab, live }: KindProps) => {
  const { session, act } = live;
  const { grade, solutionShown, answer } = session;
  const solved = isSolved(lab, session);
  const numbers = useContext(NumbersHere);
  const [hints, setHints] = useState(0);
  const [asked, setAsked] = useState({ times: 0, anew: false });
  /** What the help that came last was made from. */
  const [madeFrom, setMadeFrom] = useState<string | null>(null);
  /** How many hints that help has. */
  const [all, setAll] = useState<number | null>(null);
  const [fromNothing, setFromNothing] = useState(false);
  const [part, setPart] = useState<typeof import('./later.ts') | null>(null);
  const ask = (anew: boolean) => {
    live.wake();
    setAsked({ times: asked.times + 1, anew });
    live.later((later) => setPart(later));
  };
  const made = asked.times > 0 ? helpedWith(lab, session) : null;
  const isOld = made !== null && madeFrom !== null && madeFrom !== made;
  /** Other hints than those that are shown may be had. */
  const anew = isOld && hints > 0;
  const isText = answer.kind === 'text' && lab.lab.language !== 'terminal';
  // The lines that the author has written are half of the answer.
  const beginsWithLines = isText && hasLines(lab.lab.start);
  const isEmpty = isText && !hasLines(answer.text);
  // Beside an answer that solves it, the differences of the one before mean nothing.
  useEffect(() => {
    if (solved && solutionShown && isOld) ask(false);
  }, [solved, made]);
  return (
    <div class="ft-help">
      {!solved && (anew || all === null || hints < all) && (
        <button
          type="button"
          onClick={() => {
            if (!anew) setHints(hints + 1);
            ask(anew);
          }}
        >
          {say(anew || hints === 0 ? labels.showHint : labels.nextHint)}
        </button>
      )}
      {(grade || solved || hints > 0 || solutionShown) && lab.built.kind?.solution != null && (
        <button
          type="button"
          aria-expanded={solutionShown}
          onClick={() => {
            if (!solutionShown) ask(false);
            act({ kind: 'solution' });
          }}
        >
          {say(solutionShown ? labels.hideSolution : labels.showSolution)}
        </button>
      )}
      {solved && beginsWithLines && (
        <button
          type="button"
          onClick={(e) => {
            // It is gone with the first packet that is not right.
            e.currentTarget.closest('.ft-lab')?.querySelector<HTMLElement>('.cm-content, textarea')?.focus();
            act({ kind: 'write', text: '' });
            if (solutionShown) act({ kind: 'solution' });
            setHints(0);
            setAsked({ times: 0, anew: false });
            setMadeFrom(null);
            setAll(null);
            setFromNothing(true);
          }}
        >
          {say(labels.fromNothing)}
        </button>
      )}
      {solved && numbers && !live.unkept && (
        <button
          type="button"
          onClick={() => live.later(({ takeOtherNumbers }) => takeOtherNumbers(numbers.exercise))}
        >
          {say(labels.otherNumbers)}
        </button>
      )}
      {(fromNothing || isEmpty) && beginsWithLines && !solved && (
        <p role="status">{say(labels.beganWithNothing)}</p>
      )}
      {grade?.difference && <p class="ft-difference">{grade.difference}</p>}
      {part && asked.times > 0 && (
        <part.Aid
          lab={lab}
          live={live}
          hints={solved ? 0 : hints}
          asked={asked}
          compares={solutionShown}
          came={(of, all, wanted) => {
            setMadeFrom(of);
            setAll(all);
            if (wanted !== null) setHints(wanted);
          }}
        />
      )}
    </div>
  );
};
