import { existsSync, readdirSync } from 'node:fs';
import type { MdastPluginEntry } from 'satteri';

const ours = new URL('../components/', import.meta.url);

const importOf = (name: string): string | null => {
  if (existsSync(new URL(`${name}.astro`, ours)))
    return `import ${name} from '/src/components/${name}.astro';`;
  if (['Aside', 'Steps', 'Tabs', 'TabItem'].includes(name))
    return `import { ${name} } from '@astrojs/starlight/components';`;
  return null;
};

/**
 * Lets a lesson use components without import lines: it imports every `<Name` of the prose that is a file of
 * src/components or one of Starlight's Aside, Steps, Tabs, TabItem. Any other name stays unknown, and the
 * build stops there.
 */
export const lessonComponents: MdastPluginEntry = ({ sourceFormat, source }) => {
  if (sourceFormat !== 'mdx') return null;
  const used = new Set([...source.matchAll(/<([A-Z]\w*)/g)].map(([, name]) => name!));
  const imports = [...used]
    .filter((name) => !source.includes(`import ${name}`))
    .map(importOf)
    .filter((line) => line !== null);
  if (imports.length === 0) return null;
  return {
    name: 'lesson-components',
    // After the prose, so that the line numbers in error messages stay those of the file.
    before: (root, context) => context.appendChild(root, { type: 'mdxjsEsm', value: imports.join('\n') }),
  };
};

/** The names a lesson may use. */
export const componentNames = (): readonly string[] =>
  readdirSync(ours)
    .filter((file) => file.endsWith('.astro'))
    .map((file) => file.replace('.astro', ''));
