import type { TextDefect } from '../course/markdown/page.ts';
import type { Node } from '../course/markdown/tree.ts';

/** A lesson's text as a tree, or where it stops being MDX. */
export type ParsedMdx =
  | { readonly ok: true; readonly tree: Node }
  | { readonly ok: false; readonly defect: TextDefect };

/** What authors meant by what MDX refuses, by a part of its message. */
const meant: readonly (readonly [part: string, message: string])[] = [
  ['to create a comment in MDX', 'write a comment as {/* … */}: <!-- … --> is not MDX'],
  ['to create a link in MDX', 'put what has < in it in backquotes, or write a link as [text](address)'],
  ['closing brace', 'put what has { in it in backquotes: in MDX, braces are code'],
];

/** Reads MDX as the site does, directives included. Loads the parser, so that other verbs start without it. */
export const parseMdx = async (text: string): Promise<ParsedMdx> => {
  const { mdxToMdast } = await import('satteri');
  try {
    const features = { directive: true, gfm: true, frontmatter: true };
    return { ok: true, tree: mdxToMdast(text, { features }) as unknown as Node };
  } catch (error) {
    const { message } = error as Error;
    const [, line, column, said = message] = /^(\d+):(\d+): (.*)$/s.exec(message) ?? [];
    const ours = meant.find(([part]) => said.includes(part))?.[1];
    return {
      ok: false,
      defect: {
        line: Number(line ?? 1),
        column: Number(column ?? 1),
        message: ours ?? said.replace(/ \(mdx[\w:-]*\)$/, '').replace(/\.$/, ''),
      },
    };
  }
};
