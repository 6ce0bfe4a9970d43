import { answerText } from '../../course/answerText.ts';
import type { Attempt, Tried } from '../../course/tried.ts';
import { Coded } from '../exercise/Coded.tsx';
import type { CourseLesson } from './courseLesson.ts';

interface Props {
  readonly exercise: CourseLesson['exercises'][number];
  readonly tried: Tried | null;
  /** The same of each step before the exercise itself. */
  readonly steps: readonly (Tried | null)[];
  /** Solved in this browser, perhaps before attempts were recorded. */
  readonly done: boolean;
  readonly mistakes: Readonly<Record<string, string>>;
}

/** One exercise: whether it is solved, how often it was tried, and the first and the last answer. */
export const TriedExercise = ({ exercise, tried, steps, done, mistakes }: Props) => {
  const solved = done || tried?.solved !== undefined;
  const begun = tried !== null || steps.some((step) => step !== null);
  const state = solved ? 'solved' : begun ? 'not solved yet' : 'not tried yet';
  const last = steps.length + 1;
  return (
    <li class={solved ? 'rec-solved' : ''}>
      <p>
        <span class="rec-mark" aria-hidden="true">
          {solved ? '✓' : begun ? '…' : '·'}
        </span>
        <span>
          <span class="rec-kind">{exercise.kind}</span> <Coded text={exercise.title} />
        </span>
        <span class="rec-state">
          {state}
          {tried && `, ${said(tried)}${last > 1 ? ` at step ${last}` : ''}`}
        </span>
      </p>
      {begun && (
        <details>
          <summary>What you answered</summary>
          {steps.map(
            (step, i) =>
              step && (
                <section key={exercise.steps[i]!.id}>
                  <StepHead
                    n={i + 1}
                    kind={exercise.steps[i]!.kind}
                    solved={step.solved !== undefined}
                    tried={step}
                  />
                  <Answers tried={step} mistakes={mistakes} />
                </section>
              ),
          )}
          {tried && last > 1 && <StepHead n={last} kind={exercise.lastKind} solved={solved} tried={tried} />}
          {tried && <Answers tried={tried} mistakes={mistakes} />}
        </details>
      )}
    </li>
  );
};

const StepHead = ({
  n,
  kind,
  solved,
  tried,
}: {
  readonly n: number;
  readonly kind: string;
  readonly solved: boolean;
  readonly tried: Tried;
}) => (
  <p>
    <strong>
      Step {n}, {kind}:
    </strong>{' '}
    {solved ? 'solved' : 'not solved yet'}, {said(tried)}
  </p>
);

/** The first and the last answer, and the mistakes that all of them showed. */
const Answers = ({ tried, mistakes }: { readonly tried: Tried } & Pick<Props, 'mistakes'>) => (
  <>
    <Answer title={tried.attempts === 1 ? 'Your answer' : 'First'} made={tried.first} />
    {tried.attempts > 1 && <Answer title="Last" made={tried.last} />}
    {Object.entries(tried.mistakes).map(([id, times]) => (
      <p key={id}>
        {times === 1 ? 'One attempt' : `${times} attempts`} showed this mistake:{' '}
        <Coded text={Object.hasOwn(mistakes, id) ? mistakes[id]! : id} />
      </p>
    ))}
  </>
);

const said = ({ attempts, solved }: Tried): string =>
  solved && solved.attempts < attempts
    ? `at attempt ${solved.attempts} of ${attempts}`
    : `${attempts} attempt${attempts === 1 ? '' : 's'}`;

const when = (at: string): string =>
  new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });

const Answer = ({ title, made }: { readonly title: string; readonly made: Attempt }) => (
  <>
    <p class="rec-when">
      {title}, <time dateTime={made.at}>{when(made.at)}</time>
      {made.passed ? ', right' : ', wrong'}
      {made.seed !== undefined && `, with other ports or addresses than the lesson (number ${made.seed})`}
    </p>
    {made.answer === '' ? (
      <p>{made.cut ? 'The answer was dropped.' : 'It was empty.'}</p>
    ) : (
      <pre class="ft-text" tabIndex={0} role="group" aria-label={`${title} answer`}>
        {answerText(made)}
        {made.cut && '\n… the rest was too long to keep'}
      </pre>
    )}
  </>
);
