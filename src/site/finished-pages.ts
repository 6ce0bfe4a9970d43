import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import { fullTerminal } from '../container/enabled.ts';
import { headersBelow, inlineScripts, scriptHash, withoutRoute, withPolicy } from './content-security.ts';
import { inLanes } from './in-lanes.ts';
import { preloading } from './preload-imports.ts';

/**
 * After the build, gives each page links to what its scripts import, and its policy; and writes the hashes of all inline
 * scripts into `dist/_headers`, in place of `{inline-scripts}` in `public/_headers`: the policy then allows these scripts
 * and no other. Where there is no full terminal, its route has the headers of all others.
 */
export const finishedPages = (base: string): AstroIntegration => ({
  name: 'finished-pages',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      const headers = new URL('_headers', dir);
      const written = await readFile(headers, 'utf8');
      const text = fullTerminal ? written : withoutRoute(written, '/terminal/');
      const [withLinks, hashes] = [preloading(base, dir), new Set<string>()];
      const finish = async (name: string): Promise<void> => {
        const html = await withLinks(await readFile(new URL(name, dir), 'utf8'));
        for (const script of inlineScripts(html)) hashes.add(scriptHash(script));
        const path = `/${name.replaceAll('\\', '/').replace(/index\.html$/, '')}`;
        await writeFile(new URL(name, dir), withPolicy(text, path, html));
      };
      const pages = (await readdir(dir, { recursive: true })).filter((name) => name.endsWith('.html'));
      await inLanes(pages, finish);
      const list = [...hashes].sort().join(' ');
      await writeFile(headers, headersBelow(base, text).replaceAll('{inline-scripts}', list));
    },
  },
});

/**
 * Two integrations, for before and after the search is made: pages for frames have nothing to find in them that their
 * lessons have not, and there are four of them for each lesson, so they are not where the search reads.
 */
export const withoutEmbeds = (...searched: readonly AstroIntegration[]): readonly AstroIntegration[] => {
  const move = (name: string, from: string, to: string): AstroIntegration => ({
    name,
    hooks: {
      'astro:build:done': ({ dir }) => rename(new URL(from, dir), new URL(to, dir)).catch(() => {}),
    },
  });
  const [shown, hidden] = ['embed', '../.embed'];
  return [move('hide-embeds', shown, hidden), ...searched, move('show-embeds', hidden, shown)];
};
