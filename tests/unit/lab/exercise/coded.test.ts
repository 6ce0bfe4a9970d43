import { expect, test } from 'vitest';
import { Coded, rulesCoded, Whole } from '../../../../src/lab/exercise/Coded.tsx';

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

// The sentences are those of course/sayDecided.ts.
test.each([
  [
    'Rule 1 of INPUT in filter decided: -A INPUT -j DROP',
    'Rule 1 of INPUT in filter decided: `-A INPUT -j DROP`',
  ],
  [
    'Rule 2 of INPUT in filter decided about its reply: -A INPUT -j ACCEPT',
    'Rule 2 of INPUT in filter decided about its reply: `-A INPUT -j ACCEPT`',
  ],
  [
    'No rule of INPUT in filter decided, so its policy did: DROP.',
    'No rule of INPUT in filter decided, so its policy did: DROP.',
  ],
])('%s: a rule in it is code', (says, coded) => {
  expect(rulesCoded(says)).toBe(coded);
});
