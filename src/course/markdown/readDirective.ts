/** One lab or exercise, from `:::` to `:::`. */
import { suggest } from '../../text/suggest.ts';
import type { Path } from '../form.ts';
import type { WrongAnswer } from '../kinds/answeredWithRules.ts';
import { type Exercise, kinds } from '../kinds/index.ts';
import type { Lab } from '../lab.ts';
import type { Page } from './page.ts';
import { type Item, readItem } from './readItem.ts';
import { sentence } from './sentence.ts';
import { attributesOf, type Node, sourceOf } from './tree.ts';

/** What front matter says for every lab of a lesson that does not say it itself. */
export interface Defaults {
  readonly network?: string;
  readonly host?: string;
  readonly show?: readonly string[];
}

/** The directive of a lab that is no exercise; exercises are called after their kind. */
export const labDirective = 'lab';
export const labDirectives: readonly string[] = [labDirective, ...Object.keys(kinds)];

/** What may be in the braces of a lab or an exercise. */
export const attributeNames = ['id', 'network', 'host', 'terminal'];
const languages = { sh: 'commands', 'iptables-save': 'save' } as const;

/** What is written in one directive, before it is known what of it its kind takes. */
interface Parts {
  readonly task: string[];
  readonly fences: {
    readonly name: string;
    readonly about: string;
    readonly text: string;
    readonly node: Node;
  }[];
  readonly items: { readonly item: Item; readonly node: Node }[];
}

/** The fields that only some kinds have. */
const fieldsOf = (name: string): readonly string[] =>
  Object.hasOwn(kinds, name) ? Object.keys(kinds[name as keyof typeof kinds].fields) : [];

/** The code and the items that a lab or a kind of exercise takes: that follows from its fields. */
export const partsOf = (
  name: string,
): { readonly fences: readonly string[]; readonly items: readonly Item['kind'][] } => {
  const fields = fieldsOf(name);
  return {
    fences: ['start', 'show', ...['solution', 'extra', 'wrong'].filter((f) => fields.includes(f))],
    items: [
      'packet',
      'change',
      ...(fields.includes('hints') ? (['hint'] as const) : []),
      ...(fields.includes('traced') ? (['trace'] as const) : []),
      ...(fields.includes('runs') ? (['run'] as const) : []),
      ...(fields.includes('asks') ? (['question'] as const) : []),
      ...(name === labDirective ? [] : (['varies'] as const)),
    ],
  };
};

/** Reads a lab or an exercise. `path` is where it will be in the lesson. */
export const readDirective = (node: Node, path: Path, defaults: Defaults, page: Page): Lab | Exercise => {
  const name = node.name!;
  const fields = fieldsOf(name);
  const [label, ...blocks] = labelled(node);
  const attributes = attributesOf(node);
  for (const key of Object.keys(attributes))
    if (!attributeNames.includes(key)) {
      const near = suggest(key, attributeNames);
      page.found(
        node,
        `there is no attribute ${key}${near ? `; did you mean ${near}?` : `; there are #id, network, host and terminal`}`,
      );
    }
  const title = label ? sentence(label.children ?? [], page) : '';
  if (title === '') page.found(node, `give it a title: :::${name}[What it is called]{#its-id}`);
  const { id = '' } = attributes;
  if (id === '')
    page.found(node, `give it an id that stays when its title changes: {#${slug(title) || 'its-id'}}`);
  for (const field of ['network', 'host'] as const)
    if (attributes[field] === undefined && defaults[field] === undefined)
      page.found(node, `say the ${field}: {${field}=…} here, or \`${field}:\` above the lesson for all`);

  const parts = readBlocks(blocks, name, page);
  const fence = (wanted: string) => parts.fences.find((f) => f.name === wanted);
  page.place(path, node);
  for (const f of parts.fences) if (f.name !== 'wrong') page.place([...path, f.name], f.node);
  page.place([...path, 'network'], node);
  page.place([...path, 'host'], node);

  const lab: Lab = {
    id,
    title,
    network: attributes.network ?? defaults.network ?? '',
    host: attributes.host ?? defaults.host ?? '',
    language: languageOf(name, attributes, parts, page),
    start: fence('start')?.text ?? '',
    show:
      fence('show')
        ?.text.split('\n')
        .filter((l) => l.trim() !== '') ??
      defaults.show ??
      [],
    ...packetsOf(parts, path, page),
  };
  if (name === labDirective) {
    if (parts.task.length)
      page.found(node, 'a lab has no task: put these sentences above it, into the prose');
    return lab;
  }
  if (parts.task.length === 0)
    page.found(node, 'say what there is to do, in a sentence or two below the title');
  const solution = fence('solution')?.text;
  if (fields.includes('solution') && solution === undefined)
    page.found(node, `give a solution: \`\`\`sh solution`);
  const taken: Readonly<Record<string, unknown>> = {
    solution: solution ?? '',
    extra: fence('extra')?.text ?? '',
    wrong: wrongAnswers(parts, path, page),
    hints: hintsOf(parts, path, page),
    traced: tracedOf(parts, path, page),
    runs: listed(parts, 'run', [...path, 'runs'], page).map((i) => i.run),
    asks: listed(parts, 'question', [...path, 'asks'], page).map((i) => i.question),
  };
  return {
    ...lab,
    ...variesOf(parts, path, page),
    kind: name,
    task: parts.task.join('\n\n'),
    ...Object.fromEntries(fields.map((field) => [field, taken[field]])),
  } as unknown as Exercise;
};

/** The label as a first part, which is absent without one, and everything else. */
const labelled = (node: Node): readonly [Node | undefined, ...Node[]] => {
  const [first, ...rest] = node.children ?? [];
  return first?.data?.directiveLabel ? [first, ...rest] : [undefined, ...(node.children ?? [])];
};

/** A title as an id: lower case, with hyphens. */
export const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

const readBlocks = (blocks: readonly Node[], name: string, page: Page): Parts => {
  const parts: Parts = { task: [], fences: [], items: [] };
  const { fences, items } = partsOf(name);
  for (const block of blocks)
    switch (block.type) {
      case 'paragraph':
        if (parts.fences.length || parts.items.length)
          page.found(block, 'the task comes first: put these words above the code and the list');
        parts.task.push(sentence(block.children ?? [], page));
        break;
      case 'code':
        readFence(block, name, fences, parts, page);
        break;
      case 'list':
        for (const node of block.children ?? []) {
          const item = readItem(node, items, page);
          if (item) parts.items.push({ item, node });
        }
        break;
      default:
        page.found(
          block,
          `a ${name} has words, code and one list in it; put anything else above or below it`,
        );
    }
  return parts;
};

const readFence = (node: Node, name: string, allowed: readonly string[], parts: Parts, page: Page): void => {
  const [, fence = '', about = ''] = /^(\w*)(?::\s*(.*))?$/s.exec((node.meta ?? '').trim()) ?? [];
  const shown = allowed.map((f) => (f === 'wrong' ? 'wrong: a packet’s name' : f)).join(', ');
  if (!allowed.includes(fence)) {
    const near = suggest(fence, allowed);
    page.found(
      node,
      `say after \`\`\`${node.lang ?? 'sh'} what this code is: ${near ?? shown} (a ${name} has ${shown})`,
    );
    return;
  }
  if (!Object.hasOwn(languages, node.lang ?? ''))
    page.found(node, 'begin it with ```sh for commands or ```iptables-save for a dump');
  if (fence !== 'wrong' && parts.fences.some((f) => f.name === fence))
    page.found(node, `there are two pieces of code called ${fence}: keep one`);
  if (fence === 'wrong' && about === '')
    page.found(node, 'name the packet that shows it is wrong: ```sh wrong: the page');
  const text = node.value ?? '';
  parts.fences.push({ name: fence, about: about.trim(), text: text === '' ? '' : `${text}\n`, node });
};

const languageOf = (
  name: string,
  attributes: Readonly<Record<string, string>>,
  { fences }: Parts,
  page: Page,
): Lab['language'] => {
  if (name === 'find' || attributes.terminal !== undefined) return 'terminal';
  const written = fences.filter((f) => f.name !== 'show' && Object.hasOwn(languages, f.node.lang ?? ''));
  const [first] = written;
  const other = written.find((f) => f.node.lang !== first!.node.lang);
  if (other)
    page.found(other.node, `all answers of one exercise are of one kind: write \`\`\`${first!.node.lang}`);
  return first ? languages[first.node.lang as keyof typeof languages] : 'commands';
};

/** Packets before and after each change. */
const packetsOf = ({ items }: Parts, path: Path, page: Page): Pick<Lab, 'packets' | 'changes'> => {
  const packets: Lab['packets'][number][] = [];
  const changes: {
    say: string;
    steps: Lab['changes'][number]['steps'];
    packets: Lab['packets'][number][];
  }[] = [];
  for (const { item, node } of items)
    if (item.kind === 'change') {
      page.place([...path, 'changes', changes.length], node);
      changes.push({ say: item.say, steps: item.steps, packets: [] });
    } else if (item.kind === 'packet') {
      const group = changes.at(-1)?.packets ?? packets;
      const groupPath = changes.length ? ['changes', changes.length - 1, 'packets'] : ['packets'];
      page.place([...path, ...groupPath, group.length], node);
      group.push(item.packet);
    }
  return { packets, changes };
};

const wrongAnswers = ({ fences }: Parts, path: Path, page: Page): readonly WrongAnswer[] =>
  fences
    .filter((f) => f.name === 'wrong')
    .map((f, i) => {
      page.place([...path, 'wrong', i], f.node);
      return { answer: f.text, fails: f.about };
    });

const hintsOf = ({ items }: Parts, path: Path, page: Page) =>
  items
    .flatMap(({ item, node }) =>
      item.kind === 'packet' ? item.hints : item.kind === 'hint' ? [{ hint: item.hint, node }] : [],
    )
    .map(({ hint, node }, i) => {
      page.place([...path, 'hints', i], node);
      return hint;
    });

/** The packet to trace; empty where none is named. */
const tracedOf = ({ items }: Parts, path: Path, page: Page): string => {
  const [first, second] = items.flatMap(({ item, node }) => (item.kind === 'trace' ? [{ item, node }] : []));
  if (second) page.found(second.node, 'there are two packets to trace: keep one');
  if (first) page.place([...path, 'traced'], first.node);
  return first?.item.packet ?? '';
};

/** What has other values for each learner; absent where nothing has. */
const variesOf = (parts: Parts, path: Path, page: Page): Pick<Lab, 'varies'> => {
  const all = parts.items.flatMap(({ item, node }) =>
    item.kind === 'varies' ? item.values.map((value) => ({ value, node })) : [],
  );
  for (const [i, { node }] of all.entries()) page.place([...path, 'varies', i], node);
  return all.length === 0 ? {} : { varies: all.map(({ value }) => value) };
};

/** Commands to run, or questions. */
const listed = <K extends 'run' | 'question'>(
  { items }: Parts,
  kind: K,
  path: Path,
  page: Page,
): readonly Extract<Item, { readonly kind: K }>[] =>
  items
    .filter((i): i is { item: Extract<Item, { readonly kind: K }>; node: Node } => i.item.kind === kind)
    .map(({ item, node }, i) => {
      page.place([...path, i], node);
      return item;
    });

/** A first line that was read in part only, and a directive that does not end. */
export const frameDefects = (node: Node, page: Page): void => {
  const text = sourceOf(node, page.source);
  const [first = ''] = text.split('\n', 1);
  if (!/^\s*:{2,}[a-z]+(\[.*\])?\s*(\{.*\})?\s*$/.test(first))
    page.found(
      node,
      `write the title in brackets and the rest in braces: ${/^\s*:+\w+/.exec(first)?.[0] ?? ':::'}[Title]{#id network=home}`,
    );
  else if (node.type === 'containerDirective' && !/\n\s*:{3,}\s*$/.test(text))
    page.found(node, `this ${node.name} does not end: put ::: on a line of its own below it`);
};
