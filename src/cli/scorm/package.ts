/** A SCORM 1.2 package of lessons, out of the built site. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { idsOf } from '../../course/ladderSteps.ts';
import type { Lesson } from '../../course/lesson.ts';
import { type ScormCourse, shortName } from '../../lab/scorm/course.ts';
import { mostExercises } from '../../lab/scorm/suspendData.ts';
import { manifest } from './manifest.ts';
import { outerPage, packageCss } from './outerPage.ts';
import { baseOf, packageStyles, relativeSite } from './relativeSite.ts';

/** Why there is no package, and what to do. */
export class NoPackage extends Error {}

/** A lesson to be packed. `name` is the last part of its address. */
export interface PackedLesson {
  readonly name: string;
  readonly lesson: Lesson;
}

const launch = 'index.html';
const script = 'scorm.js';

/** The page of a lesson as it was built, with all its labs in it. */
const builtPage = (dist: string, { name, lesson }: PackedLesson): string => {
  const file = join(dist, 'lessons', name, 'index.html');
  const html = existsSync(file) ? readFileSync(file, 'utf8') : null;
  const missing = [...lesson.labs, ...lesson.exercises].find(({ id }) => !html?.includes(`data-lab="${id}"`));
  if (html !== null && missing === undefined) return html;
  const what = html === null ? `the lesson ${name}` : `${missing!.id} in the lesson ${name}`;
  throw new NoPackage(`the site in ${dist} does not have ${what} yet: build it again, npm run build`);
};

const sameShortName = (ids: readonly string[]): readonly string[] => {
  const found = new Map<string, string>();
  for (const id of ids) {
    const other = found.get(shortName(id));
    if (other !== undefined) return [other, id];
    found.set(shortName(id), id);
  }
  return [];
};

/** The package's files by their paths. `whole` says that these are all lessons of the course. */
export const scormPackage = (
  lessons: readonly PackedLesson[],
  { dist, whole }: { readonly dist: string; readonly whole: boolean },
): ReadonlyMap<string, Uint8Array> => {
  const outer = join(dist, 'scorm', script);
  if (!existsSync(outer)) throw new NoPackage(`there is no built site in ${dist}: npm run build makes one`);
  const html = lessons.map((lesson) => builtPage(dist, lesson))[0]!;
  const ids = (of: (lesson: Lesson) => readonly string[]) =>
    lessons.flatMap(({ name, lesson }) => of(lesson).map((id) => `lessons/${name}/${id}`));
  const exercises = ids((lesson) => lesson.exercises.map(({ id }) => id));
  const all = ids((lesson) => [...lesson.labs, ...lesson.exercises].flatMap(idsOf));
  if (all.length > mostExercises)
    throw new NoPackage(
      `these lessons have ${all.length} labs and exercises, and a package keeps at most ${mostExercises}: name fewer lessons`,
    );
  const [one, other] = sameShortName(all);
  if (one !== undefined)
    throw new NoPackage(`a package cannot tell ${one} from ${other}: give one of them another id`);

  const pages = lessons.map(({ name }) => `/lessons/${name}/`);
  const has = (page: string) =>
    pages.includes(page) ||
    (whole && page === '/lessons/') ||
    page === '/explain/' ||
    page === '/start/' ||
    page === '/glossary/' ||
    page === '/cheat-sheet/' ||
    page.startsWith('/reference/');
  const site = relativeSite({
    dist,
    base: baseOf(html),
    pages: whole ? ['/lessons/', ...pages] : pages,
    has,
    home: whole ? '/lessons/' : pages[0]!,
  });
  const courseTitle = /<meta property="og:site_name" content="([^"]*)"/.exec(html)?.[1] ?? 'iptables';
  const title = lessons.length === 1 ? lessons[0]!.lesson.title : courseTitle;
  const course: ScormCourse = {
    title,
    start: `lessons/${lessons[0]!.name}/index.html`,
    pages: [...site.keys()].filter((file) => file.endsWith('.html')).sort(),
    exercises,
    others: all.filter((id) => !exercises.includes(id)),
  };
  const files = new Map<string, Uint8Array>([
    [launch, Buffer.from(outerPage(course))],
    [script, readFileSync(outer)],
    [packageStyles, Buffer.from(packageCss)],
    ...[...site].sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
  const name = whole ? 'course' : lessons.map((l) => l.name).join('-');
  return new Map([
    ['imsmanifest.xml', Buffer.from(manifest({ name, title, launch, files: [...files.keys()] }))],
    ...files,
  ]);
};
