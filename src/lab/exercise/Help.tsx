import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import { Coded } from './Coded.tsx';
import type { KindProps } from './kindView.ts';
import { isSolved } from './session.ts';

/** A hint and the solution, once an answer was checked. */
export const Help = ({ lab, live }: KindProps) => {
  const { session, act } = live;
  const { grade, hintShown, solutionShown } = session;
  const solution = lab.built.kind?.solution ?? null;
  const hint = grade && !grade.passed ? grade.hint : null;
  const solved = isSolved(lab, session);
  return grade || solved ? (
    <div class="ft-help">
      {hint && (
        <button type="button" onClick={() => act({ kind: 'hint' })}>
          {say(labels.showHint)}
        </button>
      )}
      {solution !== null && (
        <button type="button" aria-expanded={solutionShown} onClick={() => act({ kind: 'solution' })}>
          {say(solutionShown ? labels.hideSolution : labels.showSolution)}
        </button>
      )}
      {solved && lab.lab.varies && (
        <button
          type="button"
          onClick={() => live.later(({ withOtherNumbers }) => withOtherNumbers(lab.lab.id))}
        >
          {say(labels.otherNumbers)}
        </button>
      )}
      {grade?.difference && <p class="ft-difference">{grade.difference}</p>}
      {hintShown && hint && (
        <p class="ft-hint">
          <Coded text={hint} />
        </p>
      )}
      {solutionShown && solution !== null && (
        <pre class="ft-text" tabIndex={0} role="group" aria-label={say(labels.oneSolution)}>
          {solution}
        </pre>
      )}
    </div>
  ) : null;
};
