import { basename } from 'node:path';
import { lessonPaths } from '../files.ts';
import { readCourse } from './readCourse.ts';
import { shippedLessons } from './shipped.ts';

/** The lessons that a course shows, in their order: those of its content folder, and those it takes from Four Tables. */
export const courseLessons = (content: string): readonly string[] => {
  const shipped = shippedLessons();
  const taken = (readCourse(content).course?.take ?? []).flatMap((name) => shipped[name] ?? []);
  const own = lessonPaths(content).filter((path) => /^\d\d-/.test(basename(path)));
  return [...taken, ...own].sort((a, b) => (basename(a) < basename(b) ? -1 : 1));
};
