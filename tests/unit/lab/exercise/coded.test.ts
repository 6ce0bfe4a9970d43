import { expect, test } from 'vitest';
import { Coded, Whole } from '../../../../src/lab/exercise/Coded.tsx';

/** The texts among what a component draws directly. */
const texts = ({ props }: { readonly props: object }): readonly unknown[] =>
  [(props as { children?: unknown }).children].flat(9).filter((child) => typeof child === 'string');

test('no text is empty: Preact would write it into the page at each rendering', () => {
  expect(texts(Coded({ text: '`nat` before `filter`' }))).toEqual([' before ']);
  expect(texts(Whole({ text: '-m' }))).toEqual([]);
  expect(texts(Whole({ text: 'tcp --sport' }))).toEqual(['tcp ']);
});
