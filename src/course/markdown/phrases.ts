/** What a lesson says about how a packet ends, and when a hint is shown: `timeout, seen from X and rules have Y`. */
import type { Outcome } from '../../network/scenario.ts';
import { suggest } from '../../text/suggest.ts';
import type { Condition } from '../conditions.ts';
import type { Page } from './page.ts';
import type { Node } from './tree.ts';

/** How a packet ends, and everything else that can be said of it and of the rules. */
export type Said = Condition & { readonly outcome?: Outcome };

const outcomes: readonly Outcome[] = ['connected', 'replied', 'refused', 'unreachable', 'timeout'];

/** Each phrase that takes code after it, and the condition it states. */
export const phrases = {
  reaches: 'reaches',
  'seen from': 'seenFrom',
  'stopped in': 'stoppedBy',
  'decided by': 'decided',
  'it met': 'met',
  'rules have': 'has',
  'rules lack': 'lacks',
  'no packet met': 'unmatched',
} as const satisfies Readonly<Record<string, keyof Condition>>;

const known = [...outcomes, ...Object.keys(phrases)];

/** Phrases of an expectation: what has to become of the packet. */
export const expectation = [...outcomes, 'reaches', 'seen from', 'stopped in'];
/** Phrases of a claim: what makes a reason true. */
export const claimPhrases = Object.keys(phrases);
/** Phrases of a hint's condition. */
export const hintPhrases = known;

/**
 * Reads phrases with commas or `and` between them. Those that are not among `allowed`, and those without their code,
 * are defects.
 */
export const readPhrases = (nodes: readonly Node[], allowed: readonly string[], page: Page): Said => {
  const said: { phrase: string; values: string[]; node: Node }[] = [];
  for (const node of nodes)
    if (node.type === 'inlineCode') {
      const last = said.at(-1);
      if (last) last.values.push(node.value ?? '');
      else page.found(node, `say what this is about: ${list(allowed)}`);
    } else
      for (const part of textOf(node, page).split(/[,;\s]+and\s+|[,;]|^and\s+/))
        if (part.trim() !== '') said.push({ phrase: part.trim().replace(/\s+/g, ' '), values: [], node });

  const result: Record<string, unknown> = {};
  for (const { phrase, values, node } of said) {
    if (!allowed.includes(phrase)) {
      const near = suggest(phrase, allowed);
      page.found(
        node,
        `"${phrase}" means nothing here${near ? `; did you mean "${near}"?` : `: write ${list(allowed)}`}`,
      );
    } else if ((outcomes as readonly string[]).includes(phrase)) {
      if (values.length) page.found(node, `nothing follows ${phrase}: put a comma after it`);
      result.outcome = phrase;
    } else {
      const field = phrases[phrase as keyof typeof phrases];
      if (values.length === 0) page.found(node, `write what follows "${phrase}" in backquotes`);
      else if (values.length > 1 && field !== 'decided')
        page.found(node, `"${phrase}" takes one thing in backquotes`);
      result[field] = field === 'decided' ? values : values[0];
    }
  }
  return result as Said;
};

const textOf = (node: Node, page: Page): string =>
  node.type === 'text' ? (node.value ?? '') : page.sourceOf(node);

const list = (words: readonly string[]): string =>
  words
    .map((w) => (Object.hasOwn(phrases, w) ? `${w} \`…\`` : w))
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1');
