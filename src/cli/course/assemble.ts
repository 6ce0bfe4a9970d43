/**
 * The folder that Astro builds a course from: the package's site with the course's lessons and networks in it. It is made
 * anew each time, beside the course and not in node_modules, where Node reads no TypeScript.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { CourseFile } from '../../course/courseFile.ts';
import { recordingPath } from '../recordings.ts';
import { translationPaths } from '../translations.ts';
import { packageRoot, shippedLessons } from './shipped.ts';

/** Where it is, in the course's folder. */
export const siteFolder = '.four-tables';

/** Makes the folder's files those that are wanted, by their paths; what is as it should be is not touched. */
const mirror = (folder: string, wanted: ReadonlyMap<string, string>): void => {
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(relative(folder, path))) rmSync(path);
  }
  for (const [name, from] of wanted) {
    const to = join(folder, name);
    const same = existsSync(to) && readFileSync(to).equals(readFileSync(from));
    if (!same) cpSync(from, to, { recursive: true });
  }
};

const filesIn = (folder: string): readonly (readonly [name: string, path: string])[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .map((name) => [name, join(folder, name)] as const)
        .filter(([, path]) => statSync(path).isFile())
    : [];

/** Lessons in other languages, by their place in the folder of lessons. */
const translations = (): readonly (readonly [name: string, path: string])[] =>
  translationPaths('.').map((path) => [relative('lessons', path), path]);

/** Brings the course's own files up to date in the site: lessons, networks and course.yaml. */
export const assembleContent = (course: CourseFile): void => {
  const content = join(siteFolder, 'content');
  const shipped = shippedLessons();
  const taken = (course.take ?? []).map((name) => [basename(shipped[name]!), shipped[name]!] as const);
  mirror(join(content, 'lessons'), new Map([...taken, ...filesIn('lessons'), ...translations()]));
  // What was recorded of a lesson goes with it.
  const recorded = taken.map(([, lesson]) => recordingPath(lesson)).filter((path) => existsSync(path));
  mirror(
    join(content, 'recorded'),
    new Map([...recorded.map((p) => [basename(p), p] as const), ...filesIn('recorded')]),
  );
  mirror(join(content, 'labels'), new Map(filesIn('labels')));
  const networks = filesIn(join(packageRoot()!, 'site', 'content', 'networks'));
  mirror(join(content, 'networks'), new Map([...networks, ...filesIn('networks')]));
  const text = readFileSync('course.yaml', 'utf8');
  const at = join(content, 'course.yaml');
  if (!existsSync(at) || readFileSync(at, 'utf8') !== text) writeFileSync(at, text);
};

/** Makes the whole folder. */
export const assemble = (course: CourseFile): void => {
  const from = join(packageRoot()!, 'site');
  mkdirSync(siteFolder, { recursive: true });
  for (const part of ['src', 'public', 'astro.config.mjs', 'tsconfig.json', 'package.json']) {
    rmSync(join(siteFolder, part), { recursive: true, force: true });
    cpSync(join(from, part), join(siteFolder, part), { recursive: true });
  }
  if (existsSync('public')) cpSync('public', join(siteFolder, 'public'), { recursive: true });
  rmSync(join(siteFolder, 'content', 'reference'), { recursive: true, force: true });
  cpSync(join(from, 'content', 'reference'), join(siteFolder, 'content', 'reference'), { recursive: true });
  assembleContent(course);
};
