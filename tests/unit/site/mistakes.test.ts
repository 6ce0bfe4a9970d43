/** For each mistake that `check` finds: the dev server shows it in the page, where it is, and the build stops at it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mdxToJs } from 'satteri';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { checkedNetworks, checkLessonFile, type FileDefect, printDefect } from '../../../src/cli/files.ts';
import { checkedLessons } from '../../../src/site/checkedContent.ts';
import { lessonComponents } from '../../../src/site/lesson-components.ts';
import { authoring } from '../../../src/site/live-mistakes.ts';
import { edited, frontMatter, network } from '../course/lesson.ts';
import { mistakes } from '../course/mistakes.ts';

const folder = mkdtempSync(join(tmpdir(), 'four-tables-mistakes-'));
const file = join(folder, 'lessons/01-a-lesson.mdx');
const above = `---\n${stringify(frontMatter)}---\n\n`;
const linesAbove = above.split('\n').length - 1;

beforeAll(() => {
  for (const part of ['lessons', 'networks']) mkdirSync(join(folder, part));
  writeFileSync(join(folder, 'networks/pair.yaml'), stringify(network));
  writeFileSync(join(folder, 'networks/broken.yaml'), 'titel: x\n');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  vi.unstubAllEnvs();
  authoring.live = false;
});

/** A defect as the table has it: with its place in the text below the front matter. */
const asWritten = ({ line, column, message }: FileDefect): string =>
  `${line - linesAbove}:${column}: ${message}`;

/** What the dev server makes of the file: JavaScript, with each mistake as a component; null if it is no MDX. */
const shown = (source: string): Promise<string | null> => {
  authoring.live = true;
  return Promise.resolve()
    .then(() =>
      mdxToJs(source, {
        fileURL: pathToFileURL(file),
        features: { directive: true, gfm: true, frontmatter: true },
        mdastPlugins: [lessonComponents],
      }),
    )
    .then(
      ({ code }) => code,
      () => null,
    );
};

/** The error that the build stops with; null if it goes on. */
const stopped = async (): Promise<(Error & { readonly loc?: unknown }) | null> => {
  vi.stubEnv('DEV', false);
  const parseData = async () => ({});
  const loader = checkedLessons({
    name: 'one file',
    load: async (context) => void (await context.parseData({ id: 'x', data: {}, filePath: file })),
  });
  try {
    await loader.load({ parseData } as never);
    return null;
  } catch (error) {
    return error as Error;
  }
};

describe.each(mistakes)('%j as %j', (from, to, expected) => {
  it('is told by check, dev and build', async () => {
    const source = `${above}${edited(from, to)}`;
    writeFileSync(file, source);
    const { defects } = await checkLessonFile(file, checkedNetworks(folder).networks);
    expect(defects.map(asWritten)).toEqual(expect.arrayContaining([...expected]));
    expect(defects).toHaveLength(expected.length);

    const code = await shown(source);
    // What is no MDX has no page: Astro shows its own message, and the log has ours.
    if (code === null) expect(defects).toHaveLength(1);
    else
      for (const { line, column, message } of defects) {
        expect(code).toContain(JSON.stringify(message));
        expect(code).toContain(`"${line}:${column}"`);
      }

    const error = await stopped();
    if (defects[0]) {
      expect(error?.message).toContain(defects.map(printDefect).join('\n'));
      expect(error).toHaveProperty('loc', defects[0]);
    } else expect(error).toBeNull();
  });
});
