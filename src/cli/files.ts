/** Lessons and networks as files: read, and checked with the place of every defect. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Networks } from '../course/checkLab.ts';
import { checkLesson, type Proven } from '../course/checkLesson.ts';
import { checkNetwork } from '../course/checkNetwork.ts';
import type { Path } from '../course/form.ts';
import type { FrontMatter, Lesson, Network } from '../course/lesson.ts';
import type { TextDefect } from '../course/markdown/page.ts';
import { type Listing, readLesson, type WrittenLesson } from '../course/markdown/readLesson.ts';
import { translationDefects } from '../course/translationDefects.ts';
import { untranslatedPages } from '../course/untranslatedPages.ts';
import { lessonName } from './course/lessonName.ts';
import { shippedContent } from './course/shipped.ts';
import { parseMdx } from './parseMdx.ts';
import { referenceDefects, type Targets } from './references.ts';
import { contentOf, originalOf } from './translations.ts';

export { contentOf };

/** A place in a file, lines and columns from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something that an author has to correct, and where. */
export interface FileDefect extends Position {
  readonly file: string;
  readonly message: string;
}

/** `content/lessons/01-x.mdx:7:3: what is wrong`, as editors and compilers print places. */
export const printDefect = ({ file, line, column, message }: FileDefect): string =>
  `${file}:${line}:${column}: ${message}`;

interface Fields {
  readonly value: unknown;
  /** Mistakes of the YAML itself. If there are any, the value means nothing. */
  readonly mistakes: readonly (Position & { readonly message: string })[];
  /** Where a value is: at its key, or at the nearest field around it. */
  positionOf(path: Path): Position;
}

/** Reads YAML that begins after so many lines of its file. */
export const readFields = (text: string, linesBefore: number): Fields => {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, logLevel: 'error' });
  const at = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: line + linesBefore, column: col };
  };
  const mistakes = mistakesOf(document).map(({ offset, message }) => ({ ...at(offset), message }));
  return {
    value: mistakes.length ? null : document.toJS(),
    mistakes,
    positionOf(path) {
      let offset = document.contents?.range?.[0] ?? 0;
      let node: unknown = document.contents;
      for (const step of path) {
        const pair = isMap(node)
          ? node.items.find((i) => isScalar(i.key) && i.key.value === step)
          : undefined;
        const item = isSeq(node) ? node.items[Number(step)] : undefined;
        const start = isNode(pair?.key) ? pair.key : item;
        if (!isNode(start) || !start.range) break;
        offset = start.range[0];
        node = pair ? pair.value : item;
      }
      return at(offset);
    },
  };
};

const mistakesOf = (document: Document.Parsed) => {
  const mistakes = document.errors.map((e) => ({
    offset: e.pos[0],
    message: e.message.split('\n')[0]!.replace(/ at line \d+, column \d+:?$/, ''),
  }));
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return;
      const message = `YAML reads *${alias.source} as an alias: write "*${alias.source}" in quotation marks`;
      mistakes.push({ offset: alias.range?.[0] ?? 0, message });
    },
  });
  if (mistakes.length === 0)
    try {
      document.toJS();
    } catch (error) {
      mistakes.push({ offset: 0, message: (error as Error).message });
    }
  return mistakes;
};

/** A lesson's file in its parts. */
interface LessonFile {
  readonly fields: Fields;
  /** The whole text, front matter included. */
  readonly text: string;
}

/** A file as it is once an editor has written all of it: some empty it first. */
const readWhole = (path: string): string => {
  const text = readFileSync(path, 'utf8');
  if (text !== '') return text;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  return readFileSync(path, 'utf8');
};

/** A text as editors on any system write it, with a byte order mark or carriage returns, without those. */
export const readText = (path: string): string =>
  readWhole(path)
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n');

/** What is no text at all, or too much of it; null for a text. */
export const unreadable = (text: string): string | null =>
  text.includes('\0') || text.includes('\uFFFD')
    ? 'this is no text in UTF-8: save it as UTF-8, or take it out of this folder'
    : text.length > longestLesson
      ? `a lesson has at most ${longestLesson} characters; this one has ${text.length}`
      : null;
const longestLesson = 500_000;

const readLessonFile = (path: string): LessonFile => {
  const text = readText(path);
  const mistake = unreadable(text);
  if (mistake !== null)
    return {
      fields: { ...readFields('', 0), mistakes: [{ line: 1, column: 1, message: mistake }] },
      text: '',
    };
  const match = /^---\n([\s\S]*?\n)?---(?:\n|$)/.exec(text);
  if (!match) {
    const missing = { line: 1, column: 1, message: 'a lesson begins with --- and its fields' };
    return { fields: { ...readFields('', 0), mistakes: [missing] }, text };
  }
  return { fields: readFields(match[1] ?? '', 1), text };
};

/** What came of checking a lesson. */
export interface CheckedLesson {
  /** Everything that is wrong, in the order of the file. */
  readonly defects: readonly FileDefect[];
  /** What was run to find out; null if the lesson could not be read, so that nothing was. */
  readonly proven: Proven | null;
  /** What could be read of it. */
  readonly lesson: Lesson;
  readonly listings: readonly Listing[];
}

/** Checks one lesson: its text, what it promises, and what it refers to. */
export const checkLessonFile = async (file: string, networks: Networks): Promise<CheckedLesson> => {
  const { fields, text } = readLessonFile(file);
  if (fields.mistakes.length)
    return {
      defects: fields.mistakes.map((m) => ({ file, ...m })),
      proven: null,
      lesson: lessonOf(fields, nothing),
      listings: [],
    };
  const parsed = await parseMdx(text);
  if (!parsed.ok)
    return {
      defects: [{ file, ...parsed.defect }],
      proven: null,
      lesson: lessonOf(fields, nothing),
      listings: [],
    };
  // The authors' guide and the page before the first lesson need no exercises.
  const fewest = ['authors', 'start'].includes(basename(dirname(file))) ? 0 : undefined;
  const checked = checkLesson(fields.value, parsed.tree, text, networks, fewest);
  const references = referenceDefects(parsed.tree, file, targetsOf(contentOf(file)));
  const other = await comparedWithOriginal(file, checked.written);
  return {
    defects: [
      ...checked.fields.map(({ path, message }) => ({ file, ...fields.positionOf(path), message })),
      ...[...checked.text, ...references, ...other].map((d) => ({ file, ...d })),
    ].toSorted((a, b) => a.line - b.line || a.column - b.column),
    proven: checked.proven,
    lesson: lessonOf(fields, checked.written),
    listings: checked.written.listings,
  };
};

/** Where a translation is not what it translates. */
const comparedWithOriginal = async (file: string, written: WrittenLesson): Promise<readonly TextDefect[]> => {
  const original = originalOf(file);
  if (original === null) return [];
  const from = `lessons/${basename(original)}`;
  if (!existsSync(original)) {
    const message = `there is no ${from} that this could be a translation of: give it the name of its original`;
    return [{ line: 1, column: 1, message }];
  }
  return translationDefects(written, (await readLessonAt(original)).lesson, from);
};

const nothing: Pick<WrittenLesson, 'labs' | 'exercises' | 'listings'> = {
  labs: [],
  exercises: [],
  listings: [],
};

const lessonOf = (fields: Fields, { labs, exercises }: Pick<Lesson, 'labs' | 'exercises'>): Lesson => ({
  ...((fields.value ?? {}) as FrontMatter),
  labs,
  exercises,
});

/** Everything that is wrong with one lesson, in the order of the file. */
export const lessonDefects = async (file: string, networks: Networks): Promise<readonly FileDefect[]> =>
  (await checkLessonFile(file, networks)).defects;

/** The pages that every course has besides its lessons. */
const fixedPages = [
  ...untranslatedPages,
  '/lessons/',
  '/reference/',
  '/authors/',
  '/authors/elsewhere/',
  '/authors/hosting/',
  '/authors/course/',
  '/authors/class/',
];

/** What the lessons of a content folder may refer to. */
const targetsOf = (content: string): Targets => ({
  pages: [
    // The guide is part of the course that it was written for.
    ...fixedPages.filter((p) => !p.startsWith('/authors/') || existsSync(join(content, 'authors'))),
    ...(startPaths(content).length > 0 ? ['/start/'] : []),
    ...['lessons', 'reference/matches', 'reference/targets'].flatMap((folder) =>
      [content, shippedContent()].flatMap((from) =>
        from === null
          ? []
          : filesIn(join(from, folder), '.mdx').map((file) => `/${folder}/${lessonName(file)}/`),
      ),
    ),
  ],
  // A course of its own has it inside.
  published: join(content, existsSync(join(content, 'public')) ? 'public' : '../public'),
});

/** What can be read of a lesson, what it shows by running it, and its text: check it first. */
export const readLessonAt = async (
  path: string,
): Promise<{ readonly lesson: Lesson; readonly listings: readonly Listing[]; readonly text: string }> => {
  const { fields, text } = readLessonFile(path);
  const parsed = await parseMdx(text);
  const written = parsed.ok ? readLesson(parsed.tree, text, (fields.value ?? {}) as FrontMatter) : nothing;
  return { lesson: lessonOf(fields, written), listings: written.listings, text };
};

/** The names of the networks that lessons use. */
export const networksUsed = (lessons: readonly Lesson[]): ReadonlySet<string> =>
  new Set(lessons.flatMap(({ labs, exercises }) => [...labs, ...exercises]).map((l) => l.network));

/** The lessons below a folder, in order. */
export const lessonPaths = (content: string): readonly string[] => filesIn(join(content, 'lessons'), '.mdx');

/** The page before the first lesson, which is checked as lessons are; none where a course has no such page. */
export const startPaths = (content: string): readonly string[] =>
  filesIn(join(content, 'start'), 'index.mdx');

/** The guide for authors, which is checked as lessons are. */
export const guidePaths = (content: string): readonly string[] => filesIn(join(content, 'authors'), '.mdx');

const filesIn = (folder: string, ending: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((f) => f.endsWith(ending))
        .sort()
        .map((f) => join(folder, f))
    : [];

/** One network, or everything that is wrong with it. */
const readNetwork = (
  file: string,
): { readonly network: Network | null; readonly defects: readonly FileDefect[] } => {
  const fields = readFields(readText(file), 0);
  if (fields.mistakes.length) return { network: null, defects: fields.mistakes.map((m) => ({ file, ...m })) };
  const checked = checkNetwork(fields.value);
  return checked.ok
    ? { network: checked.network, defects: [] }
    : {
        network: null,
        defects: checked.defects.map(({ path, message }) => ({ file, ...fields.positionOf(path), message })),
      };
};

/** The networks that lessons of a content folder can use, by name: its own, and those that the package brings. And what is wrong with its own. */
export const checkedNetworks = (
  content: string,
): { readonly networks: Networks; readonly defects: readonly FileDefect[] } => {
  const networksIn = (from: string) =>
    filesIn(join(from, 'networks'), '.yaml').map((file) => ({ file, ...readNetwork(file) }));
  const read = networksIn(content);
  const from = shippedContent();
  const shipped = from === null ? [] : networksIn(from);
  const twice = read
    .filter(({ file }) => shipped.some((s) => basename(s.file) === basename(file)))
    .map(({ file }) => {
      const message = `Four Tables has a network ${basename(file, '.yaml')} too, for its lessons: give this file another name`;
      return { file, line: 1, column: 1, message };
    });
  const all = [...shipped, ...read];
  return {
    networks: Object.fromEntries(all.map(({ file, network }) => [basename(file, '.yaml'), network])),
    defects: [...twice, ...read.flatMap((r) => r.defects)],
  };
};

/** The networks of a content folder by name. Throws if one has a defect. */
export const readNetworks = (content: string): Readonly<Record<string, Network>> => {
  const { networks, defects } = checkedNetworks(content);
  if (defects[0]) throw new Error(printDefect(defects[0]));
  return networks as Readonly<Record<string, Network>>;
};
