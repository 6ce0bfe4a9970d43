import { getCollection } from 'astro:content';
import { kindTitle } from '../course/exercise.ts';
import type { Lesson } from '../course/lesson.ts';
import type { OutlineLesson } from '../course/standing.ts';
import { siteUrl } from '../lab/siteUrl.ts';

/** The lessons of the course that is built, in order, with their exercises. */
export const courseOutline = async (): Promise<readonly OutlineLesson[]> =>
  (await getCollection('docs', ({ id }) => id.startsWith('lessons/')))
    .sort((a, b) => (a.filePath ?? '').localeCompare(b.filePath ?? ''))
    .map(({ id, data }) => ({
      id,
      title: data.title,
      address: siteUrl(`/${id}/`),
      exercises: ((data as Partial<Lesson>).exercises ?? []).map((e) => ({
        id: `${id}/${e.id}`,
        title: e.title.replaceAll('`', ''),
        kind: kindTitle(e),
        address: siteUrl(`/${id}/#${e.id}`),
      })),
    }));
