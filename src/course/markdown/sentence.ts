import type { Page } from './page.ts';
import type { Node } from './tree.ts';

/** Whether an expression in braces is a comment: that is how MDX writes one. */
export const isComment = (node: Node): boolean =>
  /^(mdxTextExpression|mdxFlowExpression)$/.test(node.type) &&
  /^\s*\/\*[\s\S]*\*\/\s*$/.test(node.value ?? '');

export const bracesMessage = (value: string): string =>
  `braces are code in MDX: put \`{${value.trim()}}\` in backquotes`;

/**
 * A sentence for learners: text in which code is in backquotes, as in Markdown. Nothing else is marked up in what a
 * page says about packets and answers; what is, is a defect.
 */
export const sentence = (nodes: readonly Node[], page: Page): string =>
  nodes
    .map((node) => {
      switch (node.type) {
        case 'text':
          return node.value ?? '';
        case 'inlineCode':
          return `\`${node.value ?? ''}\``;
        case 'break':
          return ' ';
        // A port after a colon is read as one; no directive is meant inside a sentence.
        case 'textDirective':
          return page.sourceOf(node);
        case 'mdxTextExpression':
          if (!isComment(node)) page.found(node, bracesMessage(node.value ?? ''));
          return '';
        case 'emphasis':
        case 'strong':
          page.found(
            node,
            'only code is marked up here: take the asterisks away, or put what they belong to in backquotes',
          );
          return '';
        default:
          page.found(
            node,
            'only words and `code` have a place here: put anything else into the prose of the lesson',
          );
          return '';
      }
    })
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

/** Words up to a place and the rest, where the place is the first match in text outside code; null without a match. */
export const splitAt = (
  nodes: readonly Node[],
  pattern: RegExp,
): readonly [before: readonly Node[], after: readonly Node[]] | null => {
  for (const [i, node] of nodes.entries()) {
    const value = node.value ?? '';
    const match = node.type === 'text' ? pattern.exec(value) : null;
    if (!match) continue;
    const rest = value.slice(match.index + match[0].length);
    return [
      [...nodes.slice(0, i), { ...node, value: value.slice(0, match.index) }],
      [...(rest === '' ? [] : [{ ...node, value: rest }]), ...nodes.slice(i + 1)],
    ];
  }
  return null;
};

/** The first line of a paragraph, and what follows it. */
export const firstLine = (nodes: readonly Node[]): readonly [readonly Node[], readonly Node[]] =>
  splitAt(nodes, /\n/) ?? [nodes, []];
