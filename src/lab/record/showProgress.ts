/**
 * Marks on a page what this browser knows to be solved, and where to go on: in the menu, in lists of lessons, on the map and on
 * the front page. Loaded when there is progress to show; all of it is missing without, and nothing else is.
 */

import { perDay, reviewsToday } from '../../course/review.ts';
import { type OutlineLesson, type Standing, standingIn } from '../../course/standing.ts';
import { counted } from '../../text/counted.ts';
import { wasDone, workedOn } from '../progress.ts';
import styles from './marks.css?inline';
import { learntOf } from './storedReviews.ts';
import { storedTried } from './storedTried.ts';

let course: Promise<readonly OutlineLesson[]> | null = null;
const outline = (address: string): Promise<readonly OutlineLesson[]> => {
  course ??= fetch(address).then((answer) => answer.json() as Promise<readonly OutlineLesson[]>);
  // Offline it is asked for again when something more is solved.
  course.catch(() => {
    course = null;
  });
  return course;
};

const all = (selector: string): readonly HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>(selector),
];
const says = (selector: string, text: string): void => {
  for (const element of all(selector)) element.textContent = text;
};

/** Gives a link other words and another address. */
const lead = (link: HTMLElement, text: string, address: string): void => {
  link.textContent = text;
  (link as HTMLAnchorElement).href = address;
};

const solvedIn = ({ exercises }: OutlineLesson): number => exercises.filter((e) => wasDone(e.id)).length;

/** In the menu: a mark for each exercise of a lesson. */
const markMenu = (lessons: readonly OutlineLesson[]): void => {
  for (const link of all('.sidebar-content a')) {
    const lesson = lessons.find(({ id }) => (link as HTMLAnchorElement).pathname.includes(`/${id}/`));
    if (!lesson || lesson.exercises.length === 0) continue;
    link.querySelector('.ft-marks')?.remove();
    const solved = solvedIn(lesson);
    if (solved === 0) continue;
    const marks = document.createElement('span');
    marks.className = 'ft-marks';
    for (const { id, title } of lesson.exercises) {
      const mark = document.createElement('i');
      mark.title = `${title}${wasDone(id) ? ', solved' : ''}`;
      mark.className = wasDone(id) ? 'on' : '';
      marks.append(mark);
    }
    const said = document.createElement('span');
    said.className = 'sr-only';
    said.textContent = `, ${solved} of ${counted(lesson.exercises.length, 'exercise')} solved`;
    marks.append(said);
    link.append(marks);
  }
};

/** In lists of lessons, and on the map. */
const markLessons = (lessons: readonly OutlineLesson[], { next }: Standing): void => {
  for (const place of all('[data-lesson]')) {
    const at = lessons.findIndex(({ id }) => id === place.dataset['lesson']);
    const lesson = lessons[at];
    if (!lesson) continue;
    const solved = solvedIn(lesson);
    const of = lesson.exercises.length;
    const state = of > 0 && solved === of ? 'done' : next?.lesson === at ? 'here' : solved > 0 ? 'begun' : '';
    place.dataset['state'] = state;
    place.style.setProperty('--solved', String(of === 0 ? 0 : solved / of));
    const said = place.querySelector('[data-says]');
    if (said)
      said.textContent =
        state === 'done'
          ? '✓ all solved'
          : solved > 0
            ? `${solved} of ${of} solved`
            : state === 'here'
              ? 'next'
              : '';
  }
  for (const link of all('[data-exercise]')) {
    const id = link.dataset['exercise']!;
    const exercise = lessons.flatMap((l) => l.exercises).find((e) => e.id === id);
    const solved = wasDone(id);
    link.classList.toggle('on', solved);
    if (exercise) link.ariaLabel = `${exercise.kind}: ${exercise.title}${solved ? ', solved' : ''}`;
  }
};

/** Where to go on: the front page's first link, and what the map says above all lessons. */
const markNext = (
  lessons: readonly OutlineLesson[],
  { solved, all: of, lessons: done, next }: Standing,
): void => {
  const lesson = next && lessons[next.lesson]!;
  const exercise = lesson?.exercises[next!.exercise];
  for (const place of all('[data-when]')) {
    const before = place.hidden;
    place.hidden = !['any', exercise ? 'begun' : 'end'].includes(place.dataset['when']!);
    // A link led here before there was anything to see.
    if (before && !place.hidden && place.matches(':target')) place.scrollIntoView();
  }
  says('[data-solved]', `${solved} of ${counted(of, 'exercise')}`);
  says('[data-lessons-done]', `${counted(done, 'lesson')} done`);
  for (const bar of all('[data-bar]')) bar.style.width = `${of === 0 ? 0 : (100 * solved) / of}%`;
  if (!exercise) {
    for (const link of all('[data-continue]')) lead(link, 'All solved. What now?', link.dataset['continue']!);
    return;
  }
  const where = `lesson ${next!.lesson + 1}, exercise ${next!.exercise + 1}`;
  for (const link of all('[data-continue]')) lead(link, `Continue: ${where}`, exercise.address);
  for (const link of all('[data-next-title]')) lead(link, exercise.title, exercise.address);
  says('[data-next-says]', `${where.replace('l', 'L')}, in “${lesson!.title}”`);
};

/** What there is to review today. Nothing is said where nothing is due. */
const markReview = (lessons: readonly OutlineLesson[]): void => {
  const places = all('[data-review]');
  if (places.length === 0) return;
  const now = new Date();
  const ids = lessons.flatMap(({ exercises }) => exercises.map((e) => e.id));
  const { due } = reviewsToday(learntOf(ids), now.getTime(), now.getTimezoneOffset());
  for (const place of places) place.hidden = due.length === 0;
  says('[data-due]', due.length === perDay ? 'Five for today' : `${due.length} for today`);
  says('[data-due-line]', `Review: ${due.length === perDay ? 'five' : due.length} for today`);
};

let styled = false;

/** Shows it, or shows it anew. `address` is where the course's outline is. */
export const showProgress = async (address: string): Promise<void> => {
  const lessons = await outline(address).catch(() => null);
  if (!lessons) return;
  if (!styled) {
    styled = true;
    document.head.append(Object.assign(document.createElement('style'), { textContent: styles }));
  }
  const standing = standingIn(lessons, wasDone, storedTried(), workedOn());
  markMenu(lessons);
  if (!standing.begun) return;
  markLessons(lessons, standing);
  markNext(lessons, standing);
  markReview(lessons);
};
