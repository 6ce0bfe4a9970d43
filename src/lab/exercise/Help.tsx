import { useContext, useEffect, useState } from 'preact/hooks';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { KindProps } from './kindView.ts';
import { NumbersHere } from './numbersHere.ts';
import { isSolved } from './session.ts';

/** How many hints there are at most. */
const mostHints = 3;

/** Hints one at a time, and the solution beside the learner's own, once an answer was checked or hints were seen. */
export const Help = ({ lab, live }: KindProps) => {
  const { session, act } = live;
  const { grade, solutionShown, answer } = session;
  const solved = isSolved(lab, session);
  const numbers = useContext(NumbersHere);
  const [hints, setHints] = useState(0);
  const [of, setOf] = useState({ answer, asked: 0 });
  const [fromNothing, setFromNothing] = useState(false);
  const [part, setPart] = useState<typeof import('./later.ts') | null>(null);
  const ask = (n: number) => {
    live.wake();
    setHints(n);
    setOf({ answer, asked: of.asked + 1 });
    live.later((later) => setPart(later));
  };
  // The lines that the author has written are half of the answer.
  const beginsWithLines =
    answer.kind === 'text' && lab.lab.language !== 'terminal' && /^\s*[^#\s]/m.test(lab.lab.start);
  // Beside an answer that solves it, the differences of the one before mean nothing.
  useEffect(() => {
    if (solved && solutionShown) ask(hints);
  }, [solved, answer, session.typed]);
  const more = of.answer === answer ? hints : 0;
  return (
    <div class="ft-help">
      {!solved && more < mostHints && (
        <button type="button" onClick={() => ask(more + 1)}>
          {say(more === 0 ? labels.showHint : labels.nextHint)}
        </button>
      )}
      {(grade || solved || hints > 0) && lab.built.kind?.solution != null && (
        <button
          type="button"
          aria-expanded={solutionShown}
          onClick={() => {
            if (!solutionShown) ask(hints);
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
            setHints(0);
            setOf({ answer, asked: 0 });
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
      {fromNothing && !solved && <p role="status">{say(labels.beganWithNothing)}</p>}
      {grade?.difference && <p class="ft-difference">{grade.difference}</p>}
      {part && of.asked > 0 && (
        <part.Aid lab={lab} live={live} hints={solved ? 0 : hints} compares={solutionShown} of={of} />
      )}
    </div>
  );
};
