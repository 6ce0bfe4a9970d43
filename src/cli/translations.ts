/** Lessons in other languages: a folder of lessons/ for each, named with the language's code, and in it files of the same names. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const language = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;

/** The languages that a content folder has lessons in, besides the course's own. */
export const languagesOf = (content: string): readonly string[] => {
  const lessons = join(content, 'lessons');
  return existsSync(lessons)
    ? readdirSync(lessons, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && language.test(entry.name))
        .map((entry) => entry.name)
        .sort()
    : [];
};

/** The translated lessons of a content folder. */
export const translationPaths = (content: string): readonly string[] =>
  languagesOf(content).flatMap((code) => {
    const folder = join(content, 'lessons', code);
    return readdirSync(folder)
      .filter((file) => file.endsWith('.mdx'))
      .sort()
      .map((file) => join(folder, file));
  });

const isTranslation = (file: string): boolean => basename(dirname(dirname(file))) === 'lessons';

/** The lesson that a file is the translation of, whether it is there or not; null for what is no translation. */
export const originalOf = (file: string): string | null =>
  isTranslation(file) ? join(dirname(file), '..', basename(file)) : null;

/** The content folder that a lesson or a network is in. */
export const contentOf = (file: string): string => join(dirname(originalOf(file) ?? file), '..');
