import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CourseFile, courseDefects } from '../../course/courseFile.ts';
import { type FileDefect, lessonPaths, readFields, readText, unreadable } from '../files.ts';
import { lessonName } from './lessonName.ts';
import { packageRoot, shippedLessons } from './shipped.ts';

/** The course.yaml of a content folder, as far as it can be read, and everything that is wrong with it. */
export const readCourse = (
  content: string,
): { readonly course: CourseFile | null; readonly defects: readonly FileDefect[] } => {
  const file = join(content, 'course.yaml');
  if (!existsSync(file)) return { course: null, defects: [] };
  const text = readText(file);
  const mistake = unreadable(text);
  if (mistake) return { course: null, defects: [{ file, line: 1, column: 1, message: mistake }] };
  const fields = readFields(text, 0);
  if (fields.mistakes.length) return { course: null, defects: fields.mistakes.map((m) => ({ file, ...m })) };
  // The site of a course is made when this has been seen to.
  const own = lessonPaths(content).map(lessonName);
  const known = packageRoot() === null ? null : Object.keys(shippedLessons());
  const defects = courseDefects(fields.value, known, own).map(({ path, message }) => ({
    file,
    ...fields.positionOf(path),
    message,
  }));
  return { course: defects.length ? null : (fields.value as CourseFile), defects };
};
