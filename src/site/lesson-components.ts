import { existsSync, readdirSync } from 'node:fs';
import type { MdastPluginEntry, MdxJsxFlowElement } from 'satteri';
import { starlightComponents } from '../cli/references.ts';
import { labDirectives } from '../course/markdown/readDirective.ts';
import { attributesOf, type Node } from '../course/markdown/tree.ts';

const ours = new URL('../components/', import.meta.url);

const importOf = (name: string): string | null => {
  if (existsSync(new URL(`${name}.astro`, ours)))
    return `import ${name} from '/src/components/${name}.astro';`;
  if (starlightComponents.includes(name)) return `import { ${name} } from '@astrojs/starlight/components';`;
  return null;
};

/** The component that shows a directive, and what it is given. Null for a directive that is not ours. */
const componentOf = (node: Node): readonly [name: string, props: Readonly<Record<string, string>>] | null => {
  const name = node.name ?? '';
  const { id = '', lab = '' } = attributesOf(node);
  const code = node.children?.find((n) => n.type === 'inlineCode')?.value ?? '';
  if (labDirectives.includes(name)) return ['Lab', { id }];
  switch (name) {
    case 'output':
      return ['Output', { lab, run: code }];
    case 'explain':
      return ['Explain', { rule: code }];
    case 'way':
      return ['Way', { lab, packet: (node.children ?? []).map((n) => n.value ?? '').join('') }];
    case 'hooks':
      return ['Hooks', {}];
    case 'pair':
      return ['Pair', {}];
    default:
      return null;
  }
};

const element = (node: Node): MdxJsxFlowElement | undefined => {
  const component = componentOf(node);
  if (!component) return undefined;
  const [name, props] = component;
  return {
    type: 'mdxJsxFlowElement',
    name,
    attributes: Object.entries(props).map(([key, value]) => ({ type: 'mdxJsxAttribute', name: key, value })),
    children: name === 'Pair' ? ([...(node.children ?? [])] as MdxJsxFlowElement['children']) : [],
  };
};

/**
 * Shows the directives of lessons with components, and lets pages use components without import lines: it imports
 * those of directives and every `<Name` of the prose that is a file of src/components or one of Starlight's Aside,
 * Steps, Tabs, TabItem. Any other name stays unknown, and the build stops there.
 */
export const lessonComponents: MdastPluginEntry = ({ sourceFormat, source }) => {
  if (sourceFormat !== 'mdx') return null;
  const directives = [...source.matchAll(/^\s*:{2,}(\w+)/gm)].map(
    ([, name]) => componentOf({ type: 'leafDirective', name: name! })?.[0] ?? '',
  );
  const used = new Set([...[...source.matchAll(/<([A-Z]\w*)/g)].map(([, name]) => name!), ...directives]);
  const imports = [...used]
    .filter((name) => !source.includes(`import ${name}`))
    .map(importOf)
    .filter((line) => line !== null);
  if (imports.length === 0) return null;
  return {
    name: 'lesson-components',
    // After the prose, so that the line numbers in error messages stay those of the file.
    before: (root, context) => context.appendChild(root, { type: 'mdxjsEsm', value: imports.join('\n') }),
    containerDirective: (node) => element(node as Node),
    leafDirective: (node) => element(node as Node),
  };
};

/** The names a lesson may use. */
export const componentNames = (): readonly string[] =>
  readdirSync(ours)
    .filter((file) => file.endsWith('.astro'))
    .map((file) => file.replace('.astro', ''));
