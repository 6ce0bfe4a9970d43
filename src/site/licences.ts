import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AstroIntegration } from 'astro';

/** What is published and no module of a script: the letters, the look of listings, the search of the built pages. */
const besidesScripts = [
  '@fontsource-variable/literata',
  '@fontsource/ibm-plex-mono',
  'expressive-code',
  'pagefind',
];

/** The folder of a package, as Node finds it from here. */
const folderOf = (name: string): string => {
  const places = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const found = places.map((place) => join(place, name)).find(existsSync);
  if (!found) throw new Error(`${name} is not installed`);
  return found;
};

/** The folder of the package that a module is of; null for a module of this project. */
const packageOf = (module: string): string | null =>
  /^(?:\0|virtual:)?(.*\/node_modules\/(?:@[^/]+\/)?[^/@.][^/?]*)/.exec(module)?.[1] ?? null;

/** A package's name, version and licence text. Throws if it has none: then it must not be published. */
const licenceOf = (folder: string): string => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder, { withFileTypes: true }).find(
    (f) => f.isFile() && /^licen[cs]e/i.test(f.name),
  )?.name;
  if (!file && !license) throw new Error(`${name} has no licence`);
  const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
  return `${name} ${version}\n\n${text}\n`;
};

/** Writes licences.txt: the licence of every package that is in the site's scripts, and of its letters and search. */
export const licences = (): AstroIntegration => {
  const folders = new Set(besidesScripts.map(folderOf));
  const collect = {
    name: 'licences',
    applyToEnvironment: ({ name }: { readonly name: string }) => name === 'client',
    generateBundle: (
      _: unknown,
      bundle: Readonly<Record<string, { readonly moduleIds?: readonly string[] }>>,
    ) => {
      for (const { moduleIds = [] } of Object.values(bundle))
        for (const folder of moduleIds.map(packageOf))
          if (folder && existsSync(join(folder, 'package.json'))) folders.add(folder);
    },
  };
  return {
    name: 'licences',
    hooks: {
      'astro:config:setup': ({ updateConfig }) => {
        updateConfig({ vite: { plugins: [collect], worker: { plugins: () => [collect] } } });
      },
      'astro:build:done': ({ dir }) => {
        const texts = [...new Set([...folders].map(licenceOf))].sort();
        writeFileSync(new URL('licences.txt', dir), texts.join(`\n${'-'.repeat(80)}\n\n`));
      },
    },
  };
};
