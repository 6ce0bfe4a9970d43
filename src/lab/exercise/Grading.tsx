import type { KindFacts } from './builtLab.ts';
import { Coded } from './Coded.tsx';
import type { Session } from './session.ts';

interface Props {
  readonly kind: KindFacts;
  readonly session: Pick<Session, 'grade' | 'hintShown' | 'solutionShown'>;
  /**
   * Everything is answered, and the simulator can be asked, or will be as soon as the page's script has come. Null where
   * the answer is checked part by part, elsewhere.
   */
  readonly ready: boolean | null;
  readonly check: () => void;
  readonly act: (action: { readonly kind: 'hint' | 'solution' }) => void;
}

/** The foot of an exercise: Check, what came of it, a hint and a solution. */
export const Grading = ({ kind, session, ready, check, act }: Props) => {
  const { grade, hintShown, solutionShown } = session;
  const { solution } = kind;
  return (
    <footer>
      {ready !== null && (
        <button type="button" class="ft-primary" disabled={!ready} onClick={check}>
          Check
        </button>
      )}
      {grade && !grade.passed && grade.hint && (
        <button type="button" onClick={() => act({ kind: 'hint' })}>
          Show a hint
        </button>
      )}
      {grade && solution !== null && (
        <button type="button" aria-expanded={solutionShown} onClick={() => act({ kind: 'solution' })}>
          {solutionShown ? 'Hide the solution' : 'Show the solution'}
        </button>
      )}
      <p class="ft-verdict" role="status">
        {grade ? (grade.passed ? kind.right : kind.wrong) : ''}
        {grade?.difference && <span class="ft-difference"> {grade.difference}</span>}
      </p>
      {hintShown && grade && !grade.passed && (
        <p class="ft-hint">
          <Coded text={grade.hint ?? ''} />
        </p>
      )}
      {solutionShown && solution !== null && (
        <pre class="ft-text" tabIndex={0} role="group" aria-label="One solution">
          {solution}
        </pre>
      )}
    </footer>
  );
};
