/** `check --prose`: how lessons read. */
import { existsSync, statSync } from 'node:fs';
import { type Prose, proseOf, twoScreens } from '../course/prose.ts';
import { lessonPaths, printDefect, readText } from './files.ts';
import { parseMdx } from './parseMdx.ts';

const say = (file: string, { words, sentences, ease, longest }: Prose): string => {
  const hard = ease >= 60 ? 'plain' : ease >= 50 ? 'fairly hard' : 'hard';
  const much = longest.length > twoScreens ? ', more than two screens of a phone' : '';
  const where = longest.heading === '' ? 'at the beginning' : `in "${longest.heading}"`;
  return `${file}: ${words} words, ${(words / Math.max(1, sentences)).toFixed(1)} a sentence, reading ease ${ease} (${hard}); longest part with nothing to do: ${longest.length} words ${where}, line ${longest.line}${much}`;
};

/** Prints how each lesson reads. Status 1 where one cannot be read; how it reads is the author's affair. */
export const printProse = async (paths: readonly string[], json: boolean): Promise<number> => {
  for (const path of paths)
    if (!existsSync(path) || !(statSync(path).isDirectory() || path.endsWith('.mdx'))) {
      process.stderr.write(`four-tables: there is no such lesson: ${path}\n`);
      return 1;
    }
  let status = 0;
  for (const file of paths.flatMap((path) => (statSync(path).isDirectory() ? lessonPaths(path) : [path]))) {
    const parsed = await parseMdx(readText(file));
    if (parsed.ok) {
      const prose = proseOf(parsed.tree);
      process.stdout.write(`${json ? JSON.stringify({ file, ...prose }) : say(file, prose)}\n`);
    } else {
      process.stderr.write(`${printDefect({ file, ...parsed.defect })}\n`);
      status = 1;
    }
  }
  return status;
};
