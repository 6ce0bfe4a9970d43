import '../netfilter/allExtensions.ts';
import type { Loader } from 'astro/loaders';
import '../shell/commands/all.ts';
import { checkedNetworks, type FileDefect, lessonDefects, printDefect } from '../cli/files.ts';

const content = 'content';

/**
 * A loader that refuses a file with defects: the build stops, and the dev server says what is wrong each time
 * the file is saved. `defectsOf` gets the file's path.
 */
const refusing = (loader: Loader, defectsOf: (path: string) => readonly FileDefect[]): Loader =>
  ({
    ...loader,
    load: (context) =>
      loader.load({
        ...context,
        async parseData(entry) {
          const defects = entry.filePath === undefined ? [] : defectsOf(entry.filePath);
          // Astro shows `loc` as the place of an error.
          if (defects[0])
            throw Object.assign(new Error(`\n${defects.map(printDefect).join('\n')}\n`), { loc: defects[0] });
          return context.parseData(entry);
        },
      }),
  }) as Loader;

/** Lessons are checked as `four-tables check` does it; pages of the reference are no lessons. */
export const checkedLessons = (loader: Loader): Loader =>
  refusing(loader, (path) =>
    /(^|\/)lessons\//.test(path) ? lessonDefects(path, checkedNetworks(content).networks) : [],
  );

/** Networks are checked as `four-tables check` does it. */
export const checkedNetworkFiles = (loader: Loader): Loader =>
  refusing(loader, (path) =>
    checkedNetworks(content).defects.filter((d) => path === d.file || path.endsWith(`/${d.file}`)),
  );
