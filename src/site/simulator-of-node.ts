import { pathToFileURL } from 'node:url';

/** What Vite is given; its own type would tie this file to one version of Vite. */
interface Plugin {
  readonly name: string;
  readonly enforce: 'pre';
  readonly apply: 'build';
  applyToEnvironment(environment: { readonly config: { readonly consumer: string } }): boolean;
  readonly resolveId: {
    readonly filter: { readonly id: RegExp };
    handler(id: string, importer?: string): { readonly id: string; readonly external: true } | null;
  };
}

const folders = /\/src\/(text|netfilter|network|shell|trace|course|cli)\/.*\.ts$/;

/**
 * Pages are made with the simulator that Node has loaded for astro.config.mjs, which checks the lessons with it. The bundler
 * would read its 600 files once more, and write them for Node to load again. What a browser gets is not concerned.
 */
export const simulatorOfNode = (): Plugin => ({
  name: 'simulator-of-node',
  enforce: 'pre',
  apply: 'build',
  applyToEnvironment: ({ config }) => config.consumer === 'server',
  resolveId: {
    filter: { id: /^\.{1,2}\/.*\.ts$/ },
    handler(id, importer) {
      if (importer === undefined) return null;
      const file = new URL(id, pathToFileURL(importer.split('?')[0]!));
      return folders.test(file.pathname) ? { id: file.href, external: true } : null;
    },
  },
});
