import * as english from '../labels/en.ts';

/** What Vite is given; its own type would tie this file to one version of Vite. */
interface Plugin {
  readonly name: string;
  readonly enforce: 'pre';
  readonly apply: 'build';
  readonly transform: {
    readonly filter: { readonly id: RegExp; readonly code: RegExp };
    handler(code: string): string;
  };
}

const all: Readonly<Record<string, string>> = { ...english };
const imported = /^import \* as labels from '[^']*\/labels\/en\.ts';$/m;

/**
 * Writes each label where it is said. The bundler would put those that several scripts say into one that every page
 * loads, with the labels of all that comes later or never.
 */
export const labelsInPlace = (): Plugin => ({
  name: 'labels-in-place',
  enforce: 'pre',
  apply: 'build',
  transform: {
    filter: { id: /\/src\/.*\.tsx?$/, code: imported },
    handler: (code) =>
      code.replace(/\blabels\.(\w+)/g, (_, name: string) => {
        if (!Object.hasOwn(all, name)) throw new Error(`src/labels/en.ts has no label ${name}`);
        return JSON.stringify(all[name]);
      }),
  },
});
