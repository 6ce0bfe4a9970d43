import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { MdastPluginEntry, MdxJsxFlowElement } from 'satteri';
import type { FileDefect } from '../cli/files.ts';
import { parseMdx } from '../cli/parseMdx.ts';
import { starlightComponents } from '../cli/references.ts';
import { labDirectives } from '../course/markdown/readDirective.ts';
import { attributesOf, isDirective, type Node, walk } from '../course/markdown/tree.ts';
import { authoring, liveMistakes } from './live-mistakes.ts';

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
  const { id = '', lab = '', table } = attributesOf(node);
  const code = node.children?.find((n) => n.type === 'inlineCode')?.value ?? '';
  if (labDirectives.includes(name)) return ['Lab', { id }];
  switch (name) {
    case 'output':
      return ['Output', { lab, run: code }];
    case 'explain':
      return ['Explain', { rule: code, ...(table !== undefined && { table }) }];
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

const flowElement = (
  name: string,
  props: Readonly<Record<string, string>>,
  children: MdxJsxFlowElement['children'] = [],
): MdxJsxFlowElement => ({
  type: 'mdxJsxFlowElement',
  name,
  attributes: Object.entries(props).map(([key, value]) => ({ type: 'mdxJsxAttribute', name: key, value })),
  children,
});

const element = (node: Node): MdxJsxFlowElement | undefined => {
  const component = componentOf(node);
  if (!component) return undefined;
  const [name, props] = component;
  const children = name === 'Pair' ? [...(node.children ?? [])] : [];
  return flowElement(name, props, children as MdxJsxFlowElement['children']);
};

/**
 * Puts each mistake in place of the directive it is in, or before the block; one in front matter comes first. What
 * shows a lab with mistakes waits for them.
 */
const showMistakes = (
  blocks: readonly Node[],
  mistakes: readonly FileDefect[],
  put: (index: number, shown: readonly MdxJsxFlowElement[], instead: boolean) => void,
): void => {
  let from = 0;
  const places = blocks.map((node) => {
    const to = node.position?.end.line ?? from;
    const own = mistakes.filter((m) => m.line > from && m.line <= to);
    from = to;
    return { node, own, ours: isDirective(node) && componentOf(node) !== null };
  });
  const broken = places
    .filter(({ own, ours }) => own.length > 0 && ours)
    .flatMap(({ node }) => [...walk(node)].map((n) => attributesOf(n).id ?? ''));
  for (const [index, { node, own, ours }] of places.entries()) {
    const lab = ours ? (attributesOf(node).lab ?? '') : '';
    const waits = lab !== '' && broken.includes(lab) && own.length === 0;
    if (own.length === 0 && !waits) continue;
    const shown = waits
      ? [flowElement('Mistake', { place: '', message: `this waits for the lab ${lab}` })]
      : own.map(({ line, column, message }) =>
          flowElement('Mistake', { place: `${line}:${column}`, message }),
        );
    put(index, shown, ours);
  }
};

/**
 * Shows the directives of lessons with components, and lets pages use components without import lines: it imports
 * those of directives and every `<Name` of the prose that is a file of src/components or one of Starlight's Aside,
 * Steps, Tabs, TabItem. Any other name stays unknown, and the build stops there.
 */
export const lessonComponents: MdastPluginEntry = ({ sourceFormat, source, fileURL }) => {
  if (sourceFormat !== 'mdx') return null;
  const directives = [...source.matchAll(/^\s*:{2,}(\w+)/gm)].map(
    ([, name]) => componentOf({ type: 'leafDirective', name: name! })?.[0] ?? '',
  );
  const used = new Set([
    ...[...source.matchAll(/<([A-Z]\w*)/g)].map(([, name]) => name!),
    ...directives,
    ...(authoring.live ? ['Mistake'] : []),
  ]);
  const imports = [...used]
    .filter((name) => !source.includes(`import ${name}`))
    .map(importOf)
    .filter((line) => line !== null);
  if (imports.length === 0) return null;
  return {
    name: 'lesson-components',
    async before(root, context) {
      const mistakes = await liveMistakes(fileURL);
      if (mistakes.length) {
        // The tree of a compile has no places in it.
        const blocks = await blocksOf(fileURL!);
        showMistakes(blocks, mistakes, (index, shown, instead) => {
          const node = root.children[index]!;
          for (const mistake of shown) context.insertBefore(node, mistake);
          if (instead) context.removeNode(node);
        });
      }
      // After the prose, so that the line numbers in error messages stay those of the file.
      context.appendChild(root, { type: 'mdxjsEsm', value: imports.join('\n') });
    },
    containerDirective: (node) => element(node as Node),
    leafDirective: (node) => element(node as Node),
  };
};

/** The blocks of a lesson's text, with their places. */
const blocksOf = async (file: URL): Promise<readonly Node[]> => {
  const parsed = await parseMdx(readFileSync(file, 'utf8').replaceAll('\r\n', '\n'));
  return parsed.ok ? (parsed.tree.children ?? []).filter((n) => n.type !== 'yaml') : [];
};

/** The names a lesson may use. */
export const componentNames = (): readonly string[] =>
  readdirSync(ours)
    .filter((file) => file.endsWith('.astro'))
    .map((file) => file.replace('.astro', ''));
