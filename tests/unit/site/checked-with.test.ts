import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkedWith } from '../../../src/site/checked-with.ts';

const folder = mkdtempSync(join(tmpdir(), 'four-tables-checked-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, text: string): void => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const now = () => checkedWith(join(folder, 'content'), folder);

test.each([
  ['a network', 'content/networks/a.yaml', true],
  ['a lesson that links may name', 'content/lessons/02-b.mdx', true],
  ['an image', 'public/a.png', true],
  ['the code', 'src/course/checkLesson.ts', true],
  ['what is built', 'dist/index.html', false],
])('lessons are checked again after a change of %s', (_, path, again) => {
  write('content/lessons/01-a.mdx', 'a lesson');
  const before = now();
  expect(now()).toBe(before);
  write(path, 'title: A');
  expect(now() !== before).toBe(again);
});
