import { useRef } from 'preact/hooks';
import * as labels from '../../labels/en.ts';
import { say } from '../../labels/say.ts';
import type { KindFacts } from './builtLab.ts';
import { Coded } from './Coded.tsx';
import { NextExercise } from './NextExercise.tsx';
import type { Session } from './session.ts';
import type { LiveLab } from './useLab.ts';

interface Props {
  readonly kind: KindFacts;
  readonly session: Pick<Session, 'grade' | 'hintShown' | 'solutionShown'>;
  /**
   * Everything is answered, and the simulator can be asked, or will be as soon as the page's script has come. Null where
   * the answer is checked part by part, elsewhere, and what there is to say of a part is said there.
   */
  readonly ready: boolean | null;
  readonly check: () => void;
  readonly later: LiveLab['later'];
  readonly act: (action: { readonly kind: 'hint' | 'solution' }) => void;
}

/** There is one hint, so its button is gone then: the keyboard goes on from what it brought. */
const focus = (hint: HTMLElement | null) => hint?.focus({ preventScroll: true });

/** The foot of an exercise: Check, what came of it, a hint and a solution. */
export const Grading = ({ kind, session, ready, check, later, act }: Props) => {
  const { grade, hintShown, solutionShown } = session;
  const { solution } = kind;
  const foot = useRef<HTMLElement>(null);
  return (
    <footer ref={foot}>
      {ready !== null && (
        <button type="button" class="ft-primary ft-check" disabled={!ready} onClick={check}>
          {say(labels.check)}
        </button>
      )}
      {ready !== null && grade && !grade.passed && grade.hint && !hintShown && (
        <button
          type="button"
          onClick={() => {
            act({ kind: 'hint' });
          }}
        >
          {say(labels.showHint)}
        </button>
      )}
      {(grade || solutionShown) && solution !== null && (
        <button type="button" aria-expanded={solutionShown} onClick={() => act({ kind: 'solution' })}>
          {say(solutionShown ? labels.hideSolution : labels.showSolution)}
        </button>
      )}
      <p class="ft-verdict" role="status">
        {grade ? say(grade.passed ? kind.right : kind.wrong) : ''}
        {grade?.difference && <span class="ft-difference"> {grade.difference}</span>}
      </p>
      {grade?.passed && <NextExercise foot={foot} later={later} focused={ready !== null} />}
      {hintShown && grade && !grade.passed && (
        <p class="ft-hint" ref={focus} tabIndex={-1}>
          <Coded text={grade.hint ?? ''} />
        </p>
      )}
      {solutionShown && solution !== null && (
        <pre class="ft-text" tabIndex={0} role="group" aria-label={say(labels.oneSolution)}>
          {solution}
        </pre>
      )}
    </footer>
  );
};
