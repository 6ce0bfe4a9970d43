import '../shell/commands/all.ts';
import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import {
  checkedNetworks,
  contentOf,
  type FileDefect,
  lessonDefects,
  lessonPaths,
  printDefect,
} from './files.ts';
import type { Verb } from './verb.ts';

const lessonName = /^\d\d-[\w-]+\.mdx$/;

const atTop = (file: string, message: string): FileDefect => ({ file, line: 1, column: 1, message });

/** Everything that is wrong with a content folder, a lesson or a network. */
const defectsOf = async (path: string): Promise<readonly FileDefect[]> => {
  if (!existsSync(path)) return [atTop(path, 'there is no such file')];
  if (statSync(path).isDirectory()) {
    const { networks, defects } = checkedNetworks(path);
    const lessons = lessonPaths(path);
    if (lessons.length === 0)
      return [...defects, atTop(path, 'it has no lessons: they are MDX files in lessons/')];
    const misnamed = lessons
      .filter((file) => !lessonName.test(basename(file)))
      .map((file) =>
        atTop(file, 'the site does not show this lesson: name it with two digits first, as in 05-name.mdx'),
      );
    const ofLessons = await Promise.all(lessons.map((file) => lessonDefects(file, networks)));
    return [...defects, ...misnamed, ...ofLessons.flat()];
  }
  const { networks, defects } = checkedNetworks(contentOf(path));
  return path.endsWith('.yaml') ? defects.filter((d) => d.file === path) : lessonDefects(path, networks);
};

export const check: Verb = {
  summary: 'finds the defects of lessons, exercises and networks',
  help: `Usage: four-tables check [PATH…]

PATH is a lesson, a network or a content folder; content/ if you leave it out. Prints every
defect as file:line:column: what is wrong. Status 1 if there is any.
`,
  async run(args) {
    const defects = (await Promise.all((args.length ? args : ['content']).map(defectsOf))).flat();
    for (const defect of defects) process.stdout.write(`${printDefect(defect)}\n`);
    return defects.length ? 1 : 0;
  },
};
