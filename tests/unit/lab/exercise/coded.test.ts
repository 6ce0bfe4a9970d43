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

// What iptables-restore v1.8.9 and iptables v1.8.9 print.
test.each([
  ["iptables-restore v1.8.9 (legacy): Can't set policy `REJECT' on `INPUT' line 2: Bad policy name"],
  ["Bad argument `8080'"],
  ["recent: you must specify one of `--set', `--rcheck' `--update' or `--remove'"],
])('%s: a message is shown as it is', (message) => {
  expect(texts(Coded({ text: message, quotes: true }))).toEqual([message]);
});
