import { existsSync, readFileSync } from 'node:fs';
import type { MdastNode, MdastPluginEntry } from 'satteri';
import { parse } from 'yaml';
import { readTerms, type Term, termFinder, termId } from '../course/glossary.ts';
import type { Node } from '../course/markdown/tree.ts';
import { below } from '../lab/siteUrl.ts';

const file = 'content/reference/glossary.yaml';

/** The glossary of the course that is built. */
export const glossary: readonly Term[] = existsSync(file) ? readTerms(parse(readFileSync(file, 'utf8'))) : [];

/** What a link may be in: not code, a heading, another link, a lab or a table. */
const prose = ['paragraph', 'list', 'listItem', 'strong', 'emphasis', 'blockquote', 'root'];

/** The terms that a lesson has in its prose, as the links find them. */
export const termsIn = (tree: Node): ReadonlySet<Term> => {
  const find = termFinder(glossary);
  const found = new Set<Term>();
  const visit = (node: Node): void => {
    if (node.type === 'text') for (const { term } of find(node.value ?? '')) if (term) found.add(term);
    if (prose.includes(node.type)) for (const child of node.children ?? []) visit(child);
  };
  visit(tree);
  return found;
};

/** Links each term to the glossary where a lesson has it first. Translations have other words. */
export const glossaryLinks =
  (base: string): MdastPluginEntry =>
  ({ fileURL }) => {
    if (!/\/content\/lessons\/[^/]+\.mdx$/.test(fileURL?.pathname ?? '')) return null;
    const find = termFinder(glossary);
    return {
      name: 'glossary-links',
      text(node, context) {
        for (let at: MdastNode | undefined = context.parent(node); at; at = context.parent(at))
          if (!prose.includes(at.type)) return;
        const pieces = find(node.value);
        if (pieces.every(({ term }) => term === null)) return;
        const nodes = pieces
          .filter(({ text }) => text !== '')
          .map(({ text, term }): MdastNode => {
            const words: MdastNode = { type: 'text', value: text };
            if (!term) return words;
            return {
              type: 'link',
              url: below(base, `/glossary/#${termId(term)}`),
              children: [words],
              data: { hProperties: { class: 'ft-term' } },
            };
          });
        context.replaceNode(node, nodes);
      },
    };
  };
