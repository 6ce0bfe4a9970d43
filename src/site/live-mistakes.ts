import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { checkedNetworks, contentOf, type FileDefect, lessonDefects } from '../cli/files.ts';
import { isLesson } from './checking.ts';

/** Whether an author is at work: the dev server shows mistakes in the page, and the build stops at them. */
export const authoring = { live: false };

/** What is wrong with a lesson that the dev server shows; empty in a build, and for other pages. */
export const liveMistakes = async (file: URL | undefined): Promise<readonly FileDefect[]> => {
  const path = authoring.live && file ? fileURLToPath(file) : '';
  if (!isLesson(path)) return [];
  return lessonDefects(path, checkedNetworks(contentOf(path)).networks);
};

/** Says whether an author is at work, and lets the dev server read lessons again when a network changes. */
export const liveContent = (): AstroIntegration => ({
  name: 'live-content',
  hooks: {
    'astro:config:setup': ({ command, updateConfig }) => {
      authoring.live = command === 'dev';
      updateConfig({
        vite: {
          plugins: [
            {
              name: 'networks-of-lessons',
              hotUpdate({ file }) {
                if (!/[\\/]content[\\/]networks[\\/]/.test(file)) return;
                for (const [id, module] of this.environment.moduleGraph.idToModuleMap)
                  if (isLesson(id.split('?')[0]!)) this.environment.moduleGraph.invalidateModule(module);
                this.environment.hot.send({ type: 'full-reload' });
              },
            },
          ],
        },
      });
    },
  },
});
