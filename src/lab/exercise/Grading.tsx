interface Props {
  readonly ready: boolean;
  readonly grade: { readonly passed: boolean; readonly hint: string | null } | null;
  readonly hintShown: boolean;
  readonly solutionShown: boolean;
  /** Null where nothing is shown. */
  readonly solution: string | null;
  readonly right: string;
  readonly wrong: string;
  readonly act: (action: { readonly kind: 'check' | 'hint' | 'solution' }) => void;
}

/** The foot of an exercise: Check, what came of it, a hint and a solution. */
export const Grading = ({ ready, grade, hintShown, solutionShown, solution, right, wrong, act }: Props) => (
  <footer>
    <button type="button" class="ft-primary" disabled={!ready} onClick={() => act({ kind: 'check' })}>
      Check
    </button>
    {grade && !grade.passed && grade.hint && (
      <button type="button" onClick={() => act({ kind: 'hint' })}>
        A hint
      </button>
    )}
    {grade && solution !== null && (
      <button type="button" aria-expanded={solutionShown} onClick={() => act({ kind: 'solution' })}>
        {solutionShown ? 'Hide the solution' : 'A solution'}
      </button>
    )}
    <p class="ft-verdict" role="status">
      {grade ? (grade.passed ? right : wrong) : ''}
    </p>
    {hintShown && grade && !grade.passed && <p class="ft-hint">{grade.hint}</p>}
    {solutionShown && solution !== null && (
      <pre class="ft-text" tabIndex={0} role="group" aria-label="One solution">
        {solution}
      </pre>
    )}
  </footer>
);
