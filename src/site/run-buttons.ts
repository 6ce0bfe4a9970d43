import type { MdastPluginEntry, MdxJsxFlowElement, MdxJsxTextElement } from 'satteri';
import { attributesOf, isDirective, type Node } from '../course/markdown/tree.ts';

/** Code of the prose that is a command with what it is given, or lines of them. */
const command = /^(iptables-save$|(iptables(-save)?|ip|ping|curl|nc|ss|sysctl|conntrack|ipset|docker) \S)/;

/** Labs that are for trying things: in other exercises a command of the prose may be the answer. */
const open = ['lab', 'find'];

const props = (all: Readonly<Record<string, string>>): MdxJsxFlowElement['attributes'] =>
  Object.entries(all).map(([name, value]) => ({ type: 'mdxJsxAttribute', name, value }));

/**
 * Puts a button after each command of the prose, once in a section, that runs it in the next lab of the section, or else in the one
 * before. Authors write nothing for it. Whether the command works there, `Run.astro` finds out.
 */
export const runButtons: MdastPluginEntry = ({ sourceFormat, source }) => {
  if (sourceFormat !== 'mdx' || !/^:{3,}(lab|find)\b/m.test(source)) return null;
  return {
    name: 'run-buttons',
    before(root, context) {
      let found = false;
      for (const section of sectionsOf(root.children as readonly Node[])) {
        const labs = section.flatMap((node, at) =>
          isDirective(node) && open.includes(node.name ?? '')
            ? [{ at, id: attributesOf(node).id ?? '' }]
            : [],
        );
        const seen = new Set<string>();
        const put = (node: Node, at: number): void => {
          const text = (node.value ?? '').trim();
          if (node.type === 'code' || node.type === 'inlineCode') {
            const { id } = labs.find((lab) => lab.at > at) ?? labs.at(-1)!;
            if (!command.test(text) || seen.has(text)) return;
            seen.add(text);
            found = true;
            const attributes = props({ lab: id, command: text });
            // A block stays one block of the text, for what counts them.
            if (node.type === 'code')
              context.wrapNode(
                node as never,
                {
                  type: 'mdxJsxFlowElement',
                  name: 'RunInLab',
                  attributes,
                  children: [],
                } as MdxJsxFlowElement as never,
              );
            else
              context.insertAfter(
                node as never,
                {
                  type: 'mdxJsxTextElement',
                  name: 'RunInLab',
                  attributes,
                  children: [],
                } as MdxJsxTextElement as never,
              );
          } else if (!isDirective(node) && node.type !== 'heading' && node.type !== 'link')
            for (const child of node.children ?? []) put(child, at);
        };
        if (labs.length > 0) section.forEach(put);
      }
      if (found)
        context.appendChild(root, {
          type: 'mdxjsEsm',
          value: "import RunInLab from '/src/components/shell/Run.astro';",
        });
    },
  };
};

/** The parts of a text between its headings of the first two levels. */
const sectionsOf = (blocks: readonly Node[]): readonly (readonly Node[])[] => {
  const sections: Node[][] = [[]];
  for (const node of blocks) {
    if (node.type === 'heading' && ((node as { readonly depth?: number }).depth ?? 9) <= 2) sections.push([]);
    sections.at(-1)!.push(node);
  }
  return sections;
};
