import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';
import { fullTerminal } from '../container/enabled.ts';
import { below } from '../lab/siteUrl.ts';

/** The scripts written into a page itself, without those that only carry data. */
export const inlineScripts = (html: string): readonly string[] =>
  [...html.matchAll(/<script(?![^>]*\bsrc=)([^>]*)>([\s\S]*?)<\/script>/g)]
    .filter(([, attributes]) => !/type="(application\/(ld\+)?json|text\/plain)"/.test(attributes!))
    .map(([, , body]) => body!);

/** A script's name in a Content-Security-Policy. */
export const scriptHash = (body: string): string =>
  `'sha256-${createHash('sha256').update(body).digest('base64')}'`;

/** `_headers` text without what stands below one path. */
export const withoutRoute = (text: string, path: string): string =>
  text
    .split(/^(?=\S)/m)
    .filter((block) => block.split('\n')[0]!.trim() !== path)
    .join('');

/** `_headers` text for a site that is published in a folder of its host. */
export const headersBelow = (base: string, text: string): string =>
  text.replace(/^\//gm, () => below(base, '/'));

/**
 * After the build, writes the hashes of the pages' inline scripts into `dist/_headers`, in place of
 * `{inline-scripts}` in `public/_headers`: the policy then allows these scripts and no other. Where there
 * is no full terminal, its route has the headers of all others.
 */
export const contentSecurity = (base: string): AstroIntegration => ({
  name: 'content-security',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      const files = (await readdir(dir, { recursive: true })).filter((name) => name.endsWith('.html'));
      const pages = await Promise.all(files.map((name) => readFile(new URL(name, dir), 'utf8')));
      const hashes = [...new Set(pages.flatMap(inlineScripts).map(scriptHash))].sort();
      const headers = new URL('_headers', dir);
      const text = await readFile(headers, 'utf8');
      await writeFile(
        headers,
        headersBelow(base, fullTerminal ? text : withoutRoute(text, '/terminal/')).replaceAll(
          '{inline-scripts}',
          hashes.join(' '),
        ),
      );
    },
  },
});
