import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const filesIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [];

/**
 * A text that is another one if anything has changed that lessons are checked with, beside their own text: the networks, what a
 * link or an image may name, and the code of `site`. Astro keeps what it has loaded from one build to the next, and would not
 * check a lesson again because a network has changed.
 */
export const checkedWith = (content: string, site: string): string => {
  const names = [content, join(site, 'public')].flatMap((folder) =>
    filesIn(folder).map((file) => relative(site, file)),
  );
  const networks = filesIn(join(content, 'networks')).map((file) => readFileSync(file, 'utf8'));
  const code = filesIn(join(site, 'src')).map((file) => {
    const { size, mtimeMs } = statSync(file);
    return `${relative(site, file)} ${size} ${mtimeMs}`;
  });
  // A hash, because it becomes a part of what is compared for each lesson.
  return createHash('sha256')
    .update(JSON.stringify([names, networks, code]))
    .digest('hex');
};
