import '../netfilter/allExtensions.ts';
import type { Loader } from 'astro/loaders';
import '../shell/commands/all.ts';
import { checkedNetworks, checkLessonFile, contentOf, type FileDefect, printDefect } from '../cli/files.ts';
import type { Networks } from '../course/checkLab.ts';
import { isLesson } from './live-mistakes.ts';

const content = 'content';

const known = new Map<string, Networks>();

/** The networks of a content folder. A build reads them once; while an author is at work, they change. */
const networksOf = (folder: string): Networks => {
  const networks = (!import.meta.env.DEV && known.get(folder)) || checkedNetworks(folder).networks;
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
    load: (context) =>
      loader.load({
        ...context,
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
      }),
  }) as Loader;

/**
 * Lessons and the authors' guide are checked as `four-tables check` does it, and bring their labs and exercises as data.
 * Pages of the reference are no lessons.
 */
export const checkedLessons = (loader: Loader): Loader =>
  refusing(loader, async (path) => {
    if (!isLesson(path)) return { defects: [] };
    const { defects, lesson } = await checkLessonFile(path, networksOf(contentOf(path)));
    return { defects, extra: { labs: lesson.labs, exercises: lesson.exercises } };
  });

/** Networks are checked as `four-tables check` does it. */
export const checkedNetworkFiles = (loader: Loader): Loader =>
  refusing(loader, async (path) => ({
    defects: checkedNetworks(content).defects.filter((d) => path === d.file || path.endsWith(`/${d.file}`)),
  }));
