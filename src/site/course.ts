import { readCourse } from '../cli/course/readCourse.ts';
import { printDefect } from '../cli/files.ts';
import type { CourseFile } from '../course/courseFile.ts';

const read = readCourse('content');
if (read.course === null)
  throw new Error(read.defects[0] ? printDefect(read.defects[0]) : 'content/course.yaml is missing');

/** What content/course.yaml says of the course that is built. */
export const course: CourseFile = read.course;

/** The course's own colours, as a style sheet that has the last word. */
export const courseColours = ({ light = {}, dark = {} }: NonNullable<CourseFile['colours']>): string => {
  const rule = (selector: string, colours: Readonly<Record<string, string>>): string =>
    `${selector}{${Object.entries(colours)
      .map(([name, colour]) => `--ft-${name}:${colour}`)
      .join(';')}}`;
  return [
    rule('html:root', dark),
    rule("html:root[data-theme='light']", { ...dark, ...light }),
    `@media (prefers-color-scheme: light) and (scripting: none){${rule("html:root[data-theme='dark']", { ...dark, ...light })}}`,
  ].join('');
};
