/** The authors' guide does what it says: its pieces, put together in an empty folder, are a lesson that passes. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkedNetworks, checkLessonFile } from '../../src/cli/files.ts';
import { directiveText } from '../../src/course/guide/directiveText.ts';
import { kinds } from '../../src/course/kinds/index.ts';

const guide = readFileSync('content/authors/index.mdx', 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'four-tables-guide-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the guide shows as text, in its order. */
const shown = [...guide.matchAll(/^<Source of="([^"]+)" \/>$|^```(?:yaml|md)\n([\s\S]*?)^```$/gm)].map(
  ([, id, code]) => (id === undefined ? code!.trimEnd() : directiveText(guide, id)!),
);

it('what it shows as text makes a lesson that passes check', async () => {
  const [front, ...pieces] = shown;
  for (const part of ['lessons', 'networks']) mkdirSync(join(folder, part));
  const network = /<Source file="(content\/networks\/(\w+)\.yaml)"/.exec(guide)!;
  writeFileSync(join(folder, `networks/${network[2]}.yaml`), readFileSync(network[1]!));
  const file = join(folder, 'lessons/01-a-shop-and-its-visitors.mdx');
  writeFileSync(file, `${front}\n\n${pieces.join('\n\n')}\n`);
  const { defects, proven } = await checkLessonFile(file, checkedNetworks(folder).networks);
  expect(defects).toEqual([]);
  expect(proven).toMatchObject({ labs: 2, exercises: Object.keys(kinds).length, listings: 3 });
});

it('has an exercise of every kind, shows each as text, and each line of code live', () => {
  for (const kind of Object.keys(kinds))
    expect(shown.filter((text) => text.startsWith(`:::${kind}[`))).toHaveLength(1);
  expect(shown.length).toBe(guide.match(/^:::[a-z]+\[/gm)!.length + 4);
  for (const listing of shown.filter((text) => text.startsWith('::') && !text.startsWith(':::')))
    expect(guide.split(`\n${listing}\n`)).toHaveLength(3);
});

it('passes check itself', async () =>
  expect(
    (await checkLessonFile('content/authors/index.mdx', checkedNetworks('content').networks)).defects,
  ).toEqual([]));
