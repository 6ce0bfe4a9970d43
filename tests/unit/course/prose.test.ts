/** How a lesson reads, counted. */
import { expect, it } from 'vitest';
import { parseMdx } from '../../../src/cli/parseMdx.ts';
import { proseOf } from '../../../src/course/prose.ts';

const count = async (text: string) => {
  const parsed = await parseMdx(text);
  if (!parsed.ok) throw new Error(parsed.defect.message);
  return proseOf(parsed.tree);
};
const exercise = ':::write[Do it]{#do-it}\nTen more words that are a task and no prose.\n:::\n';

it.each([
  ['no words', '', 0, 0],
  ['two sentences', 'One two. Three four five!', 5, 2],
  ['an address is no end of a sentence', 'Send it to 192.0.2.1 now.', 5, 1],
  ['code is one word', 'Type `iptables -L -n` now.', 3, 1],
  ['items are read, headings and tasks are not', `## Not this\n\n- One two\n- Three\n\n${exercise}`, 3, 2],
  [
    'the front matter and code in blocks are not',
    '---\ntitle: x y z\n---\n\nOne.\n\n```sh\na b c\n```\n',
    1,
    1,
  ],
])('%s', async (_, text, words, sentences) => expect(await count(text)).toMatchObject({ words, sentences }));

it.each([
  ['a text', 'a b c', 3, ''],
  ['a heading ends a part', '## A\n\na b c\n\n## B\n\na b', 3, 'A'],
  ['so does something to do', `## A\n\na b\n\n${exercise}\na b c\n`, 3, 'A'],
  ['code takes room', '## A\n\n```sh\nx\ny\n```\n', 10, 'A'],
  ['so does a listing', '## A\n\n::output[`iptables -L`]{lab=x}\n', 30, 'A'],
])('the longest part with nothing to do: %s', async (_, text, length, heading) =>
  expect((await count(text)).longest).toMatchObject({ length, heading }),
);

it.each([
  // By Flesch's formula, the syllables counted by hand: 6 in 6 words, and 17 in 4.
  ['The cat sat on the mat.', 116],
  ['International organizations publish documentation.', -157],
  // 10 in 6 words: e is silent in some endings only.
  ['Addresses, matches, rules, named, wanted, change.', 60],
])('reading ease of: %s', async (text, ease) => expect((await count(text)).ease).toBe(ease));
