import type { Loader } from 'astro/loaders';
import type { FileDefect } from '../cli/files.ts';
import { checkedWith } from './checked-with.ts';
import type { Shared } from './checking.ts';

const { checkedLesson, checkedNetworks, checkLessonFile, contentOf, isLesson, printDefect } =
  (globalThis as Shared).fourTablesChecking ?? (await import('./checking.ts')).checking;

const content = 'content';

type Checked = ReturnType<typeof checkedNetworks>;
const known = new Map<string, Checked>();

/** The networks of a content folder. A build reads them once; while an author is at work, they change. */
const networksIn = (folder: string): Checked => {
  const networks = (!import.meta.env.DEV && known.get(folder)) || checkedNetworks(folder);
  known.set(folder, networks);
  return networks;
};

/** What a page's entry is given besides its front matter. */
type Extra = Readonly<Record<string, unknown>>;

/**
 * A loader that refuses a file with defects: the build stops there. The dev server takes what can be read, and shows
 * the rest as mistakes in the page. `read` gets the file's path.
 */
const refusing = (
  loader: Loader,
  read: (path: string) => Promise<{ readonly defects: readonly FileDefect[]; readonly extra?: Extra }>,
): Loader =>
  ({
    ...loader,
    load: (context) => {
      const basis = checkedWith(content, '.');
      return loader.load({
        ...context,
        generateDigest: (text) => context.generateDigest(`${basis}${text}`),
        async parseData(entry) {
          if (entry.filePath === undefined) return context.parseData(entry);
          const { defects, extra } = await read(entry.filePath);
          if (import.meta.env.DEV) for (const defect of defects) context.logger.error(printDefect(defect));
          // Astro shows `loc` as the place of an error.
          else if (defects[0])
            throw Object.assign(new Error(`\n${defects.map(printDefect).join('\n')}\n`), { loc: defects[0] });
          const named = import.meta.env.DEV ? { title: 'This lesson has no title yet', description: '' } : {};
          return context.parseData({ ...entry, data: { ...named, ...entry.data, ...extra } });
        },
      });
    },
  }) as Loader;

/**
 * Lessons and the authors' guide are checked as `four-tables check` does it, and bring their labs and exercises as data.
 * Pages of the reference are no lessons.
 */
export const checkedLessons = (loader: Loader): Loader =>
  refusing(loader, async (path) => {
    if (!isLesson(path)) return { defects: [] };
    const { defects, lesson } = await (import.meta.env.DEV
      ? checkedLesson(path)
      : checkLessonFile(path, networksIn(contentOf(path)).networks));
    return { defects, extra: { labs: lesson.labs, exercises: lesson.exercises } };
  });

/** Networks are checked as `four-tables check` does it. */
export const checkedNetworkFiles = (loader: Loader): Loader =>
  refusing(loader, async (path) => ({
    defects: networksIn(content).defects.filter((d) => path === d.file || path.endsWith(`/${d.file}`)),
  }));
