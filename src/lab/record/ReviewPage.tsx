/** The page's island: five a day of what was solved. It asks for nothing, and says when there is nothing to do. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { afterReview, perDay, reviewsToday, type Today } from '../../course/review.ts';
import type { OutlineLesson } from '../../course/standing.ts';
import { minuteOf } from '../../course/tried.ts';
import { wasDone } from '../progress.ts';
import { siteUrl } from '../siteUrl.ts';
import { ReviewedExercise } from './ReviewedExercise.tsx';
import { learntOf, readReview, writeReview } from './storedReviews.ts';

interface Props {
  readonly lessons: readonly OutlineLesson[];
}

/** The front page's exercise belongs to no lesson (frontLab.ts). */
const frontExercise = 'front/first-rule';

const intro = (
  <p>
    An exercise of a lesson comes again three days after you solved it, until you get it right three times in
    a row. One that went wrong comes the next day. Exercises headed Predict, Find or Trace have to be right at
    the first try. In all others you may try and ask for hints until every packet is right. Giving up or
    looking at the solution counts as wrong. Those that have ports and addresses of your own get new ones. All
    of this stays in this browser.
  </p>
);

const inDays = (n: number): string => (n === 1 ? 'tomorrow' : `in ${n} days`);

export const ReviewPage = ({ lessons }: Props) => {
  const exercises = lessons.flatMap((lesson, i) =>
    lesson.exercises.map((e) => ({ ...e, lesson, number: i + 1 })),
  );
  const look = (): Today => {
    const now = new Date();
    return reviewsToday(learntOf(exercises.map(({ id }) => id)), now.getTime(), now.getTimezoneOffset());
  };
  const [today, setToday] = useState<Today | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const [came, setCame] = useState<'right' | 'wrong' | 'given up' | null>(null);
  const [keeps, setKeeps] = useState(true);
  const noted = useRef<string | null>(null);
  const place = useRef<HTMLHeadingElement>(null);
  const said = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const again = () => setToday(look());
    again();
    // Another tab may be at work, or a day may have gone by.
    const events = ['storage', 'pageshow', 'visibilitychange'];
    for (const event of events) addEventListener(event, again);
    return () => {
      for (const event of events) removeEventListener(event, again);
    };
  }, []);
  useEffect(() => {
    if (open) place.current?.focus();
  }, [open]);
  const note = (what: 'right' | 'wrong' | 'given up') => {
    // An exercise may be solved again while what came of it is shown.
    if (open === null || noted.current === open) return;
    noted.current = open;
    setCame(what);
    setKeeps(writeReview(open, afterReview(readReview(open), what === 'right', minuteOf(new Date()))));
    setToday(look());
  };
  const giveUp = () => {
    note('given up');
    // The button that had the keyboard is gone.
    said.current?.focus({ preventScroll: true });
  };
  const goOn = () => {
    noted.current = null;
    setCame(null);
    const [next = null] = look().due;
    setOpen(next);
    if (next === null) scrollTo(0, 0);
    setToday(look());
  };
  if (!today)
    return (
      <div class="rec">
        {intro}
        <p class="rec-say">Reading what you have solved needs JavaScript.</p>
      </div>
    );
  const exercise = exercises.find(({ id }) => id === open);
  if (exercise) {
    const number = today.done.length + (came === null ? 1 : 0);
    // Those that are due after this one.
    const left = today.due.length - (came === null ? 1 : 0);
    return (
      <div class="rev">
        <div class="rev-bar">
          <h2 ref={place} tabIndex={-1}>
            {number} of {today.done.length + today.due.length}
          </h2>
          <p ref={said} role="status" tabIndex={-1}>
            {came === 'right' && '✓ Right.'}
            {came === 'wrong' && 'Solved, but not at once: it comes again tomorrow.'}
            {came === 'given up' && 'Counted as wrong. The answer is below.'}
            {!keeps && ' This browser keeps nothing, so it will not be remembered.'}
          </p>
          {came === null && (
            <button type="button" onClick={giveUp}>
              I don’t remember
            </button>
          )}
          {/* A solved exercise has it too, and looks here for what it says. */}
          <button type="button" class="rev-next" hidden={came === null} onClick={goOn}>
            {left > 0 ? 'Next' : 'Finish'}
          </button>
        </div>
        <ReviewedExercise
          key={exercise.id}
          id={exercise.id}
          solved={(right) => note(right ? 'right' : 'wrong')}
          given={came === 'given up'}
          giveUp={giveUp}
        />
        {came !== null && (
          <p>
            <a href={exercise.address}>Open your own answer: lesson {exercise.number}</a>
          </p>
        )}
      </div>
    );
  }
  const learnt = learntOf(exercises.map(({ id }) => id));
  const { due, done, waiting, next } = today;
  const missed = done.filter(({ right }) => !right);
  return (
    <div class="rec rev">
      {intro}
      {learnt.length === 0 ? (
        <p>
          {wasDone(frontExercise)
            ? 'You have solved the exercise of the front page. Reviews are made of those in lessons, three days after you solved one. '
            : 'Reviews are made of exercises that you have solved, and you have solved none yet. '}
          <a href={siteUrl('/lessons/')}>Begin with a lesson.</a>
        </p>
      ) : due.length === 0 ? (
        <>
          <p>
            {done.length > 0
              ? `${done.length - missed.length} of ${done.length} right. That is all for today.`
              : 'There is nothing to review today.'}{' '}
            {next === null
              ? 'You got everything right three times in a row.'
              : `Something is due again ${inDays(next)}.`}
          </p>
          {missed.length > 0 && (
            <>
              <h2>Not right today</h2>
              <ul class="rev-list">
                {missed.map(({ id }) => {
                  const { title, kind, address, lesson, number } = exercises.find((e) => e.id === id)!;
                  return (
                    <li key={id}>
                      <span class="rec-kind">{kind}</span> <a href={address}>{title}</a>{' '}
                      <span class="rec-state">
                        lesson {number}, {lesson.title}
                      </span>
                    </li>
                  );
                })}
              </ul>
            </>
          )}
        </>
      ) : (
        <>
          <h2>{due.length === perDay ? 'Five' : due.length} for today</h2>
          <ol class="rev-list">
            {due.map((id) => {
              const { title, kind, lesson, number } = exercises.find((e) => e.id === id)!;
              const again = readReview(id)?.right === false;
              return (
                <li key={id}>
                  <span class="rec-kind">{kind}</span> {title}{' '}
                  <span class="rec-state">
                    lesson {number}, {lesson.title}
                    {again && ', wrong last time'}
                  </span>
                </li>
              );
            })}
          </ol>
          <p>
            <button type="button" class="rev-next" onClick={goOn}>
              {done.length > 0 ? 'Go on' : 'Start'}
            </button>{' '}
            {waiting > 0 && <span class="rec-state">{waiting} more can wait for another day.</span>}
          </p>
        </>
      )}
    </div>
  );
};
