import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readTerms, termFinder } from '../../../src/course/glossary.ts';

const terms = readTerms([
  { term: 'NAT', means: 'x' },
  { term: 'source NAT', means: 'x' },
  { term: 'chain', forms: ['chain', 'chains'], means: 'x' },
  { term: 'match', forms: [], means: 'x' },
]);

/** The text with each term that was found in brackets. */
const marked = (...texts: readonly string[]) => {
  const find = termFinder(terms);
  return texts.map((text) =>
    find(text)
      .map((piece) => (piece.term ? `[${piece.text}]` : piece.text))
      .join(''),
  );
};

test.each([
  ['once, in whatever form', ['A chain, two chains.', 'Chains'], ['A [chain], two chains.', 'Chains']],
  ['at the beginning of a sentence', ['Chains are lists.'], ['[Chains] are lists.']],
  ['the longest form, and the shorter one later', ['source NAT is NAT'], ['[source NAT] is [NAT]']],
  ['a name in capitals as it is', ['nat is a table', 'NAT'], ['nat is a table', '[NAT]']],
  [
    'no part of another word',
    ['unchain chain-x /chain mychain chained'],
    ['unchain chain-x /chain mychain chained'],
  ],
  ['no form that has other meanings', ['they match'], ['they match']],
  ['nothing in an empty text', [''], ['']],
])('%s', (_, texts, expected) => expect(marked(...texts)).toEqual(expected));

test.each([
  [[{ term: 'a' }], /means is missing/],
  [[{ term: 'a', means: 'x', form: 'b' }], /form/],
  [
    [
      { term: 'a b', means: 'x' },
      { term: 'A-b', means: 'x' },
    ],
    /a-b is there twice/,
  ],
])('%j is refused', (value, message) => expect(() => readTerms(value)).toThrow(message));

test('the words that the page before the first lesson shows are in the glossary, with their section', () => {
  const content = new URL('../../../content/', import.meta.url);
  const shown = [
    ...readFileSync(new URL('start/index.mdx', content), 'utf8').matchAll(/^## (?!What)(.+)$/gm),
  ];
  const glossary = readTerms(parse(readFileSync(new URL('reference/glossary.yaml', content), 'utf8')));
  for (const [, heading] of shown) {
    const word = heading!.toLowerCase();
    expect(glossary.find(({ term }) => term === word)?.at, word).toBe(word.replace('/', ''));
  }
});
