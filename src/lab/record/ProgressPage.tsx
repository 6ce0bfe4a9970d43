/** The page's island: what a learner did in each lesson, and the file that carries it to another browser. */
import { useEffect, useState } from 'preact/hooks';
import { counted } from '../../text/counted.ts';
import { Coded } from '../exercise/Coded.tsx';
import { siteUrl } from '../siteUrl.ts';
import type { CourseLesson } from './courseLesson.ts';
import { OwnNumbers } from './OwnNumbers.tsx';
import { SaveAndLoad } from './SaveAndLoad.tsx';
import { readStored, type Stored } from './storedProgress.ts';
import { inReview } from './storedReviews.ts';
import { TriedExercise } from './TriedExercise.tsx';

interface Props {
  /** The course's title. */
  readonly course: string;
  readonly lessons: readonly CourseLesson[];
  /** The names of misconceptions by their id. */
  readonly mistakes: Readonly<Record<string, string>>;
}

export const ProgressPage = ({ course, lessons, mistakes }: Props) => {
  const [stored, setStored] = useState<Stored | null>(null);
  const again = () => setStored(readStored());
  useEffect(() => {
    again();
    // Another tab may be at work, and this one may come back from a lesson.
    const events = ['storage', 'pageshow', 'visibilitychange'];
    for (const event of events) addEventListener(event, again);
    return () => {
      for (const event of events) removeEventListener(event, again);
    };
  }, []);
  if (!stored) return <p class="rec-say">Reading what is kept in this browser needs JavaScript.</p>;
  const all = lessons.flatMap(({ id, exercises }) => exercises.map((e) => `${id}/${e.id}`));
  const solved = all.filter((id) => stored.done.includes(id) || own(stored, id)?.solved).length;
  return (
    <div class="rec">
      <Notes stored={stored} known={lessons.flatMap(({ id, ids }) => ids.map((e) => `${id}/${e}`))} />
      <p class="rec-sum">
        {solved} of {all.length} exercises solved
      </p>
      {lessons.map(({ id, title, exercises }) => (
        <section key={id} aria-labelledby={id}>
          <h2 id={id}>
            <a href={siteUrl(`/${id}/`)}>
              <Coded text={title} />
            </a>
          </h2>
          <ul>
            {exercises.map((exercise) => (
              <TriedExercise
                key={exercise.id}
                exercise={exercise}
                tried={own(stored, `${id}/${exercise.id}`)}
                steps={exercise.steps.map((step) => own(stored, `${id}/${step.id}`))}
                done={stored.done.includes(`${id}/${exercise.id}`)}
                mistakes={mistakes}
              />
            ))}
          </ul>
        </section>
      ))}
      <OwnNumbers seed={stored.seed} own={Object.keys(stored.ownSeeds).length} changed={again} />
      <SaveAndLoad course={course} stored={stored} changed={again} />
    </div>
  );
};

const own = ({ exercises }: Stored, id: string) => (Object.hasOwn(exercises, id) ? exercises[id]! : null);

/** What is out of the ordinary. */
const Notes = ({ stored, known }: { readonly stored: Stored; readonly known: readonly string[] }) => {
  const dropped = Object.values(stored.exercises).filter((t) => t.last.cut && t.last.answer === '').length;
  const elsewhere = Object.keys(stored.exercises).filter(
    (id) => /(^|\/)lessons\//.test(id) && !known.includes(id) && !id.startsWith(inReview('')),
  );
  return (
    <>
      {!stored.keeps && (
        <p class="rec-say" role="alert">
          This browser keeps nothing more for this site: its storage is blocked or full. What you do now is
          not recorded.
        </p>
      )}
      {stored.aside > 0 && (
        <p class="rec-say">
          {counted(stored.aside, 'item')} could not be read, and {stored.aside === 1 ? 'was' : 'were'} set
          aside in this browser. Nothing was deleted.
        </p>
      )}
      {dropped > 0 && (
        <p class="rec-say">
          To save room, the answers of {counted(dropped, 'exercise')} were dropped. What came of them is still
          here.
        </p>
      )}
      {elsewhere.length > 0 && (
        <p class="rec-say">
          {counted(elsewhere.length, 'exercise')} that you tried {elsewhere.length === 1 ? 'is' : 'are'} no
          longer part of this course: {elsewhere.slice(0, 5).join(', ')}.
        </p>
      )}
    </>
  );
};
