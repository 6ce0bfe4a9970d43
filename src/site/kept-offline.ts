import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { AstroIntegration } from 'astro';
// Of the package, this alone: the rest loads Babel and another bundler.
import { getManifest } from 'workbox-build/build/get-manifest.js';
import { inLanes } from './in-lanes.ts';

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

/** The page that says how much is kept. */
const about = 'offline/index.html';

/** Replaces a text in a built file. Throws if it is not there. */
const replaceIn = async (file: URL, text: string, other: string): Promise<void> => {
  const before = await readFile(file, 'utf8');
  if (!before.includes(text)) throw new Error(`${file.pathname} has no ${text}`);
  await writeFile(
    file,
    before.replaceAll(text, () => other),
  );
};

/**
 * After everything else of the build, gives the service worker the list of the files that a browser keeps: the whole site
 * without {@link notKept}. The page about it says how much that is.
 */
export const keptOffline = (): AstroIntegration => ({
  name: 'kept-offline',
  hooks: {
    'astro:build:done': async ({ dir, logger }) => {
      const { manifestEntries, count } = await getManifest({
        globDirectory: fileURLToPath(dir),
        globPatterns: ['**/*'],
        globIgnores: notKept,
        // The search also names its files by what is in them.
        dontCacheBustURLsMatching: /^(_astro\/|pagefind\/.*\.pf_)/,
        maximumFileSizeToCacheInBytes: 20_000_000,
      });
      const weights = await inLanes(manifestEntries, ({ url }) => weigh(new URL(url, dir)));
      const weight = weights.reduce((a, b) => a + b, 0);
      const size = `${(weight / 1e6).toFixed(1)} MB`;
      await replaceIn(new URL(about, dir), '{size-of-site}', size);
      // The page about it is another one now.
      const kept = manifestEntries.map(({ url, revision }) => ({
        revision: url === about ? `${revision}-${weight}` : revision,
        url,
      }));
      await replaceIn(new URL('sw.js', dir), 'self.__WB_MANIFEST', JSON.stringify(kept));
      logger.info(`a browser keeps ${count} files, ${size} compressed`);
    },
  },
});
