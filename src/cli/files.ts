import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { Lesson, Network } from '../course/lesson.ts';

/** What stands between the two `---` of a lesson, the body, and the line the body begins on. */
export interface LessonFile {
  readonly path: string;
  readonly lesson: Lesson;
  readonly body: string;
  readonly bodyLine: number;
  /** The line of a value by its path in the frontmatter. */
  lineOf(path: readonly (string | number)[]): number;
}

const positions = (text: string, offset: number) => {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const lineOf = (path: readonly (string | number)[]): number => {
    for (let n = path.length; n >= 0; n--) {
      const node = n === 0 ? document.contents : document.getIn(path.slice(0, n), true);
      const range = (node as { range?: [number, number, number] } | undefined)?.range;
      if (range) return counter.linePos(range[0]).line + offset;
    }
    return 1 + offset;
  };
  return { document, lineOf };
};

/** Reads one lesson. Throws with the place where the frontmatter is no YAML. */
export const readLesson = (path: string): LessonFile => {
  const text = readFileSync(path, 'utf8');
  const match = /^---\n([\s\S]*?)\n---\n/.exec(text);
  if (!match) throw new Error(`${path}:1: a lesson begins with --- and its fields`);
  const { document, lineOf } = positions(match[1]!, 1);
  const error = document.errors[0];
  if (error)
    throw new Error(`${path}:${(error.linePos?.[0].line ?? 1) + 1}: ${error.message.split('\n')[0]}`);
  return {
    path,
    lesson: document.toJS() as Lesson,
    body: text.slice(match[0].length),
    bodyLine: match[0].split('\n').length,
    lineOf,
  };
};

/** The lessons below a folder, in order. */
export const lessonPaths = (content: string): readonly string[] =>
  readdirSync(join(content, 'lessons'))
    .filter((f) => f.endsWith('.mdx'))
    .sort()
    .map((f) => join(content, 'lessons', f));

/** The networks of a content folder by name. */
export const readNetworks = (content: string): Readonly<Record<string, Network>> =>
  Object.fromEntries(
    readdirSync(join(content, 'networks'))
      .filter((f) => f.endsWith('.yaml'))
      .map((f) => [
        f.replace('.yaml', ''),
        parseDocument(readFileSync(join(content, 'networks', f), 'utf8')).toJS() as Network,
      ]),
  );
