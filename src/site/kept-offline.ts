import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { AstroIntegration } from 'astro';
import { getManifest, injectManifest } from 'workbox-build';

const packed = promisify(gzip);

/** What works only with a network, what only other sites show, and what is for programs. */
const notKept = [
  '_headers',
  'sw.js',
  'embed/**',
  'scorm/**',
  'terminal/*.cjs',
  'screenshots/**',
  'schemas/**',
  'social.png',
  'sitemap*.xml',
  'pagefind/pagefind-*.css',
  'pagefind/pagefind-{highlight,ui,modular-ui,component-ui}.js',
];

/** How many bytes a file has on its way, compressed where hosts do that. */
const weigh = async (file: URL): Promise<number> => {
  const bytes = await readFile(file);
  return /\.(html|js|css|json|svg|txt|webmanifest)$/.test(file.pathname)
    ? (await packed(bytes)).length
    : bytes.length;
};

/**
 * After everything else of the build, gives the service worker the list of the files that a browser keeps: the whole site
 * without {@link notKept}. The page about it says how much that is.
 */
export const keptOffline = (): AstroIntegration => ({
  name: 'kept-offline',
  hooks: {
    'astro:build:done': async ({ dir, logger }) => {
      const worker = fileURLToPath(new URL('sw.js', dir));
      const files = {
        globDirectory: fileURLToPath(dir),
        globPatterns: ['**/*'],
        globIgnores: notKept,
        // The search also names its files by what is in them.
        dontCacheBustURLsMatching: /^(_astro\/|pagefind\/.*\.pf_)/,
        maximumFileSizeToCacheInBytes: 20_000_000,
      };
      const { manifestEntries, count } = await getManifest(files);
      let sum = 0;
      for (const { url } of manifestEntries) sum += await weigh(new URL(url, dir));
      const size = `${(sum / 1e6).toFixed(1)} MB`;
      const about = new URL('offline/index.html', dir);
      await writeFile(about, (await readFile(about, 'utf8')).replaceAll('{size-of-site}', size));
      await injectManifest({ ...files, swSrc: worker, swDest: worker });
      logger.info(`a browser keeps ${count} files, ${size} compressed`);
    },
  },
});
