import { readdir, readFile, writeFile } from 'node:fs/promises';
import { posix } from 'node:path';
import type { AstroIntegration } from 'astro';
import { below } from '../lab/siteUrl.ts';

/** The addresses of what a built script imports before it runs. */
export const importsOf = (address: string, code: string): readonly string[] =>
  [...code.matchAll(/\b(?:from|import)\s*["'`](\.[^"'`]+)["'`]/g)].map(([, path]) =>
    posix.join(posix.dirname(address), path!),
  );

/**
 * After the build, each page names what its scripts import, so that the browser asks for all of it at once: an import
 * is found only when its script has come, and that would be one more way to the server and back.
 */
export const preloadImports = (base: string): AstroIntegration => ({
  name: 'preload-imports',
  hooks: {
    'astro:build:done': async ({ dir }) => {
      const found = new Map<string, readonly string[]>();
      const all = async (address: string): Promise<readonly string[]> => {
        if (!found.has(address)) {
          found.set(address, []);
          const direct = importsOf(
            address,
            await readFile(new URL(`.${address.slice(below(base, '').length)}`, dir), 'utf8'),
          );
          found.set(address, [...direct, ...(await Promise.all(direct.map(all))).flat()]);
        }
        return found.get(address)!;
      };
      for (const name of await readdir(dir, { recursive: true })) {
        if (!name.endsWith('.html')) continue;
        const file = new URL(name, dir);
        const html = await readFile(file, 'utf8');
        const scripts = [...html.matchAll(/<script type="module" src="(\/[^"]+)"/g)].map(([, src]) => src!);
        const links = [...new Set((await Promise.all(scripts.map(all))).flat())]
          .filter((address) => !scripts.includes(address))
          .map((address) => `<link rel="modulepreload" href="${address}">`);
        if (links.length > 0)
          await writeFile(
            file,
            html.replace('</head>', () => `${links.join('')}</head>`),
          );
      }
    },
  },
});
