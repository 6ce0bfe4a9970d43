import { readFile } from 'node:fs/promises';
import { posix } from 'node:path';
import { below } from '../lab/siteUrl.ts';

/** The addresses of what a built script imports before it runs. */
export const importsOf = (address: string, code: string): readonly string[] =>
  [...code.matchAll(/\b(?:from|import)\s*["'`](\.[^"'`]+)["'`]/g)].map(([, path]) =>
    posix.join(posix.dirname(address), path!),
  );

/**
 * Of a built site: a page that names what its scripts import, so that the browser asks for all of it at once. An import is
 * found only when its script has come, and that would be one more way to the server and back.
 */
export const preloading = (base: string, dir: URL): ((html: string) => Promise<string>) => {
  const found = new Map<string, Promise<readonly string[]>>();
  const read = async (address: string): Promise<readonly string[]> => {
    const file = new URL(`.${address.slice(below(base, '').length)}`, dir);
    return importsOf(address, await readFile(file, 'utf8'));
  };
  const direct = (address: string): Promise<readonly string[]> => {
    const known = found.get(address) ?? read(address);
    found.set(address, known);
    return known;
  };
  return async (html) => {
    const scripts = [...html.matchAll(/<script type="module" src="(\/[^"]+)"/g)].map(([, src]) => src!);
    const all = new Set<string>();
    const add = async (address: string): Promise<void> => {
      for (const next of await direct(address)) {
        if (all.has(next)) continue;
        all.add(next);
        await add(next);
      }
    };
    for (const script of scripts) await add(script);
    const links = [...all]
      .filter((address) => !scripts.includes(address))
      .map((address) => `<link rel="modulepreload" href="${address}">`);
    return html.replace('</head>', () => `${links.join('')}</head>`);
  };
};
