import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import type { FileDefect } from '../cli/files.ts';
import { checkedLesson } from './checked-lesson.ts';
import { isLesson } from './checking.ts';
import { hasCome, reloadLatePages } from './reload-late-pages.ts';

/** Whether an author is at work: the dev server shows mistakes in the page, and the build stops at them. */
export const authoring = { live: false };

/** What is wrong with a lesson that the dev server shows; empty in a build, and for other pages. */
export const liveMistakes = async (file: URL | undefined): Promise<readonly FileDefect[]> => {
  const path = authoring.live && file ? fileURLToPath(file) : '';
  return isLesson(path) ? (await checkedLesson(path)).defects : [];
};

/** Says whether an author is at work. Then a page shows its lesson again when that or a network changes. */
export const liveContent = (): AstroIntegration => ({
  name: 'live-content',
  hooks: {
    'astro:config:setup': ({ command, updateConfig, injectScript }) => {
      authoring.live = command === 'dev';
      if (!authoring.live) return;
      injectScript('page', hasCome);
      updateConfig({
        vite: {
          plugins: [
            {
              name: 'live-content',
              // Astro reloads the page for what it is told has changed, and forgets no more than that.
              hotUpdate({ file, modules }) {
                if (!/[\\/]content[\\/]networks[\\/]/.test(file)) return;
                const all = [...this.environment.moduleGraph.idToModuleMap.values()];
                return [...modules, ...all.filter(({ id }) => isLesson((id ?? '').split('?')[0]!))];
              },
              configureServer: reloadLatePages,
            },
          ],
        },
      });
    },
  },
});
