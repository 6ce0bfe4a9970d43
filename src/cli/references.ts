/** What a lesson refers to by name: pages, files and components. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TextDefect } from '../course/markdown/page.ts';
import { type Node, startOf, walk } from '../course/markdown/tree.ts';
import { suggest } from '../text/suggest.ts';

/** What there is to refer to. */
export interface Targets {
  /** Addresses of pages: `/lessons/reading-the-nat-table/`. */
  readonly pages: readonly string[];
  /** A folder whose files are published as they are. */
  readonly published: string;
}

/** Components that a lesson may use without an import: Starlight's. */
export const starlightComponents: readonly string[] = ['Aside', 'Steps', 'Tabs', 'TabItem'];

const near = (written: string, names: readonly string[]): string => {
  const meant = suggest(written, names);
  return meant ? `; did you mean ${meant}?` : '';
};

/** The text of a node's words, as its heading's address is made of it. */
const words = (node: Node): string => node.value ?? (node.children ?? []).map(words).join('');

/** The address of a heading in its page, as GitHub and Starlight make it. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

/** Links, images and components of a lesson that lead nowhere. `file` is where the lesson is. */
export const referenceDefects = (tree: Node, file: string, targets: Targets): readonly TextDefect[] => {
  const nodes = [...walk(tree)];
  const imports = nodes.filter((n) => n.type === 'mdxjsEsm').map((n) => n.value ?? '');
  const anchors = nodes.filter((n) => n.type === 'heading').map((n) => anchor(words(n)));
  return nodes.flatMap((node): readonly TextDefect[] => {
    const message = messageFor(node, file, targets, { anchors, imports });
    const { line, column } = startOf(node);
    return message === null ? [] : [{ line, column, message }];
  });
};

const messageFor = (
  node: Node,
  file: string,
  { pages, published }: Targets,
  { anchors, imports }: { readonly anchors: readonly string[]; readonly imports: readonly string[] },
): string | null => {
  if (/^mdxJsx(Flow|Text)Element$/.test(node.type) && /^[A-Z]/.test(node.name ?? '')) {
    const name = node.name!;
    return starlightComponents.includes(name) || imports.some((i) => new RegExp(`\\b${name}\\b`).test(i))
      ? null
      : `there is no component ${name}${near(name, starlightComponents)}; a lesson has ${starlightComponents.join(', ')}, or imports it`;
  }
  if (node.type !== 'link' && node.type !== 'image') return null;
  const url = node.url ?? '';
  if (/^[a-z][a-z+.-]*:|^\/\//i.test(url)) return null;
  const [path = '', hash] = url.split('#');
  if (path === '')
    return hash === undefined || anchors.includes(hash)
      ? null
      : `this page has no heading with the address #${hash}${near(hash, anchors)}`;
  if (path.startsWith('/')) {
    if (node.type === 'image' || /\.\w+$/.test(path))
      return existsSync(join(published, path)) ? null : `there is no file ${join(published, path)}`;
    const page = path.endsWith('/') ? path : `${path}/`;
    if (!pages.includes(page)) return `there is no page ${path}${near(page, pages)}`;
    return path.endsWith('/') ? null : `write the address with a / at its end: ${page}`;
  }
  return existsSync(join(dirname(file), path)) ? null : `there is no file ${path} beside this lesson`;
};
