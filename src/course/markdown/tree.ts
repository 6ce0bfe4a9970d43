/** A lesson's text as a tree, as Markdown parsers give it (https://github.com/syntax-tree/mdast); offsets in UTF-16 units. */

/** A place in a text: line and column from 1. */
export interface Point {
  readonly line: number;
  readonly column: number;
  readonly offset?: number;
}

/** Any part of the tree; which fields a part has follows from its type. */
export interface Node {
  readonly type: string;
  readonly position?: { readonly start: Point; readonly end: Point };
  readonly children?: readonly Node[];
  /** Text, code, or the code of an expression in braces. */
  readonly value?: string;
  /** A directive's name, or a component's. */
  readonly name?: string | null;
  readonly attributes?: unknown;
  /** What comes right after ``` and what comes after that. */
  readonly lang?: string | null;
  readonly meta?: string | null;
  readonly url?: string;
  readonly data?: { readonly directiveLabel?: boolean | null };
}

/** The attributes of a directive: `{#id network=home terminal}`. */
export const attributesOf = (node: Node): Readonly<Record<string, string>> =>
  (node.attributes ?? {}) as Readonly<Record<string, string>>;

/** Whether this is a directive with lines of its own: `::name` or `:::name`. */
export const isDirective = (node: Node): boolean =>
  node.type === 'containerDirective' || node.type === 'leafDirective';

/** Every part below a node, and the node itself, in the order of the text. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* walk(child);
}

/** Where a part begins. */
export const startOf = (node: Node): Point => node.position?.start ?? { line: 1, column: 1 };

/** The text that a part was written as. */
export const sourceOf = (node: Node, source: string): string => {
  const { start, end } = node.position ?? {};
  return source.slice(start?.offset ?? 0, end?.offset ?? 0);
};
