/** All that checks content, with every extension and every command, so that a lesson may use any. */
import '../netfilter/allExtensions.ts';
import '../shell/commands/all.ts';
import { checkedNetworks, checkLessonFile, contentOf, printDefect } from '../cli/files.ts';
import { checkedLesson } from './checked-lesson.ts';

/** Whether a file is read as a lesson: the authors' guide is, too, and the page before the first lesson. */
export const isLesson = (path: string): boolean =>
  /(^|[\\/])(lessons([\\/][^\\/]+)?|authors|start)[\\/][^\\/]*\.mdx$/.test(path);

/** What the loaders of content need of all that. */
export const checking = { checkedLesson, checkedNetworks, checkLessonFile, contentOf, isLesson, printDefect };

/**
 * Where they find it: astro.config.mjs has it from Node already. Vite, which runs the loaders, would read the simulator's 600
 * files once more.
 */
export interface Shared {
  fourTablesChecking?: typeof checking;
}
(globalThis as Shared).fourTablesChecking = checking;
