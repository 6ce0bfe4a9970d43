/** A lesson as it is written: Markdown, with labs and exercises where they are read. */
import { suggest } from '../../text/suggest.ts';
import { isExercise } from '../exercise.ts';
import type { Path } from '../form.ts';
import type { Exercise } from '../kinds/index.ts';
import type { Lab } from '../lab.ts';
import { Page, type TextDefect } from './page.ts';
import { type Defaults, frameDefects, labDirectives, readDirective } from './readDirective.ts';
import { bracesMessage, isComment, sentence } from './sentence.ts';
import { attributesOf, isDirective, type Node, type Point, startOf } from './tree.ts';

/** What a lesson shows by running it when the site is built. */
export interface Listing extends Pick<Point, 'line' | 'column'> {
  readonly kind: 'output' | 'way' | 'explain' | 'hooks';
  /** The command, the packet's name, the rule. */
  readonly text: string;
  /** The lab it is about; empty for `explain` and `hooks`. */
  readonly lab: string;
  /** Of which table the rule of an `explain` is, where it does not say so itself. */
  readonly table?: string;
}

/** A lesson's text, read. */
export interface WrittenLesson {
  readonly labs: readonly Lab[];
  readonly exercises: readonly Exercise[];
  readonly listings: readonly Listing[];
  readonly defects: readonly TextDefect[];
  /** The prose between each exercise and the heading, lab or exercise above it, by the exercise's id. */
  readonly above: Readonly<Record<string, string>>;
  /** Where a field of a lab or exercise was written; null for what is in front matter. */
  positionOf(path: Path): Point | null;
}

/** Starlight's own boxes, and labs side by side. */
export const boxes = ['note', 'tip', 'caution', 'danger', 'pair'];
/** What the build computes and shows. */
export const listings = ['output', 'way', 'explain', 'hooks'];

/** Reads a lesson's tree. What is wrong in it is a defect; what could be read of the rest is there. */
export const readLesson = (root: Node, source: string, defaults: Defaults): WrittenLesson => {
  const page = new Page(source);
  const labs: Lab[] = [];
  const exercises: Exercise[] = [];
  const shown: Listing[] = [];
  const above: [id: string, prose: string][] = [];
  let prose = '';
  const read = (node: Node): void => {
    if (isDirective(node)) {
      const name = node.name ?? '';
      frameDefects(node, page);
      if (labDirectives.includes(name) && node.type === 'containerDirective') {
        const lab = readDirective(
          node,
          name === 'lab' ? ['labs', labs.length] : ['exercises', exercises.length],
          defaults,
          page,
        );
        if (isExercise(lab)) exercises.push(lab);
        else labs.push(lab);
        above.push([lab.id, prose]);
        prose = '';
        return;
      }
      if (listings.includes(name) && node.type === 'leafDirective') {
        shown.push(readListing(node, page));
        return;
      }
      if (!boxes.includes(name) || node.type !== 'containerDirective') {
        const near = suggest(name, [...labDirectives, ...listings, ...boxes]);
        const colons = listings.includes(near ?? name) ? '::' : ':::';
        page.found(
          node,
          `there is no ${node.type === 'leafDirective' ? '::' : ':::'}${name}${near ? `; did you mean ${colons}${near}?` : ''}`,
        );
      }
    }
    proseDefects(node, page);
    if (node.type === 'heading') prose = '';
    else if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code')
      prose += `${node.value ?? ''} `;
    for (const child of node.children ?? []) read(child);
  };
  read(root);
  return {
    labs,
    exercises,
    listings: shown,
    above: Object.fromEntries(above),
    defects: page.defects,
    positionOf: (path) => page.positionOf(path),
  };
};

const readListing = (node: Node, page: Page): Listing => {
  const kind = node.name as Listing['kind'];
  const inline = node.children ?? [];
  const code = inline.find((n) => n.type === 'inlineCode')?.value;
  const { lab = '', table, ...others } = attributesOf(node);
  if (table !== undefined && kind !== 'explain')
    page.found(node, 'there is no attribute table here; there is lab');
  const known = kind === 'explain' ? 'table' : 'lab';
  for (const key of Object.keys(others))
    page.found(node, `there is no attribute ${key} here; there is ${known}`);
  const text = kind === 'way' ? sentence(inline, page) : (code ?? '');
  if (kind !== 'hooks' && text === '') page.found(node, `write ${examples[kind]}`);
  if ((kind === 'output' || kind === 'way') && lab === '')
    page.found(node, `say which lab it is about: ${examples[kind]}`);
  const { line, column } = startOf(node);
  return { kind, text, lab, ...(table !== undefined && { table }), line, column };
};

const examples: Readonly<Record<Listing['kind'], string>> = {
  output: '::output[`iptables -S`]{lab=its-id}',
  way: '::way[a packet’s name]{lab=its-id}',
  explain: '::explain[`-A INPUT -j DROP`]',
  hooks: '::hooks',
};

/** What in prose is not what it seems. */
const proseDefects = (node: Node, page: Page): void => {
  if (/^mdx(Text|Flow)Expression$/.test(node.type) && !isComment(node))
    page.found(node, bracesMessage(node.value ?? ''));
  if (node.type === 'text') {
    const [, colons, name] = /^(:{2,})(\w+)\[/m.exec(node.value ?? '') ?? [];
    if (colons)
      page.found(
        node,
        `this line is not read as ${colons}${name}: look at its brackets, and put what has brackets in backquotes`,
      );
  }
  indentDefects(node, page);
};

/** Markdown takes an indented line after an empty one for code. MDX does not, and joins such lines to a paragraph. */
const indentDefects = (node: Node, page: Page): void => {
  if (node.type !== 'paragraph') return;
  const { line, column } = startOf(node);
  const before = page.source.split('\n')[line - 1]?.slice(0, column - 1) ?? '';
  if (/^( {4,}|\t+)$/.test(before) && column > 4 && page.source.split('\n')[line - 2]?.trim() === '')
    page.found(node, 'an indented line is no code in MDX: put ``` before and after it');
};
