/** How a lesson reads: how many words, how hard, and how far from one thing to do to the next. */
import { labDirectives } from './markdown/readDirective.ts';
import { isDirective, type Node, startOf } from './markdown/tree.ts';

/** What can be counted of a lesson's prose. Words of labs and exercises are not in it, nor is code in blocks. */
export interface Prose {
  readonly words: number;
  readonly sentences: number;
  /** Flesch's reading ease of English: 60 and more is plain, below 50 is hard. */
  readonly ease: number;
  readonly longest: Stretch;
}

/** Part of a section with nothing to do in it: no lab, and no exercise. */
export interface Stretch {
  /** The heading of its section; empty before the first. */
  readonly heading: string;
  /** Where it begins. */
  readonly line: number;
  /** Words and what takes the room of words: 5 for a line of code, 30 for a listing. */
  readonly length: number;
}

/** Two screens of a phone: about 28 lines of five words each, without the room between paragraphs. */
export const twoScreens = 270;

const shown: Readonly<Record<string, number>> = { output: 30, explain: 30, way: 60, hooks: 60 };

/** Counts the prose of a lesson's tree. */
export const proseOf = (root: Node): Prose => {
  const texts: string[] = [];
  const stretches: Stretch[] = [];
  let now: Stretch = { heading: '', line: 1, length: 0 };
  const end = (heading: string, line: number) => {
    stretches.push(now);
    now = { heading, line, length: 0 };
  };
  const longer = (by: number) => {
    now = { ...now, length: now.length + by };
  };
  const read = (node: Node): void => {
    if (node.type === 'heading') return end(plain(node), startOf(node).line);
    if (isDirective(node) && labDirectives.includes(node.name ?? ''))
      return end(now.heading, (node.position?.end.line ?? startOf(node).line) + 1);
    if (isDirective(node) && Object.hasOwn(shown, node.name ?? '')) return longer(shown[node.name!]!);
    if (node.type === 'code') return longer(5 * (node.value ?? '').split('\n').length);
    if (node.type === 'paragraph' || node.type === 'tableCell') {
      texts.push(plain(node));
      return longer(wordsOf(plain(node)).length);
    }
    if (!node.type.startsWith('mdxjs') && node.type !== 'yaml')
      for (const child of node.children ?? []) read(child);
  };
  read(root);
  end('', 0);
  const words = texts.flatMap(wordsOf);
  const sentences = texts.flatMap((text) => text.split(/[.!?:]+(?=\s|$)/).filter((s) => /\w/.test(s))).length;
  const spoken = words.filter((word) => !word.includes(code));
  const syllables = spoken.reduce((sum, word) => sum + syllablesOf(word), 0);
  const ease = spoken.length
    ? 206.835 - (1.015 * words.length) / sentences - (84.6 * syllables) / spoken.length
    : 100;
  return {
    words: words.length,
    sentences,
    ease: Math.round(ease),
    longest: stretches.reduce((a, b) => (b.length > a.length ? b : a)),
  };
};

/** In place of code, which is one word of no length. */
const code = '0';

/** The words of a node as they are read. */
const plain = (node: Node): string => {
  if (node.type === 'inlineCode') return code;
  if (node.type === 'text') return node.value ?? '';
  if (node.type === 'break') return ' ';
  return (node.children ?? []).map(plain).join('');
};

const wordsOf = (text: string): readonly string[] =>
  text.split(/[\s—–]+/).filter((word) => /[\p{L}\d]/u.test(word));

/** About as many as are said: groups of vowels, without the silent ones at the end. A number or a name in capitals is one. */
const syllablesOf = (word: string): number => {
  const letters = word.replace(/[^\p{L}]/gu, '');
  if (letters === letters.toUpperCase()) return 1;
  const groups = letters
    .toLowerCase()
    .replace(/(?<![aeiouy]|[^aeiouy]l)(?:e|(?<![sxzhcg])es|(?<![td])ed)$/, '')
    .match(/[aeiouy]+/g);
  return Math.max(1, groups?.length ?? 1);
};
