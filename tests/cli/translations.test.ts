/** Lessons in other languages and labels of labs, as `check` sees them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { checkedNetworks, checkLessonFile } from '../../src/cli/files.ts';
import { allLabelDefects, labelsIn } from '../../src/cli/labels.ts';
import '../../src/netfilter/allExtensions.ts';
import '../../src/shell/commands/all.ts';
import { edited, frontMatter, network } from '../unit/course/lesson.ts';

const folder = mkdtempSync(join(tmpdir(), 'four-tables-translations-'));
const write = (path: string, text: string): void => {
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const lesson = (from = '', to = ''): string =>
  `---\n${stringify({ ...frontMatter, title: 'Eine Lektion' })}---\n\n${edited(from, to)}`;

beforeAll(() => {
  write('networks/pair.yaml', stringify(network));
  write('lessons/01-a-lesson.mdx', lesson());
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['01-a-lesson', '', '', []],
  ['01-a-lesson', 'Close ssh]', 'ssh schließen]', []],
  [
    '01-a-lesson',
    '{#close-ssh}',
    '{#ssh-zu}',
    [
      'the write close-ssh of lessons/01-a-lesson.mdx is missing in this translation',
      'lessons/01-a-lesson.mdx has no lab and no exercise ssh-zu: a translation has the ids of its original',
    ],
  ],
  [
    '01-a-lesson',
    '- ssh: `visitor tcp 192.0.2.1:22` timeout\n',
    '- a ping: `visitor ping 192.0.2.1` replied\n  Nothing drops it.\n- ssh: `visitor tcp 192.0.2.1:22` timeout\n',
    ['close-ssh sends 2 packets in lessons/01-a-lesson.mdx, and 3 here'],
  ],
  [
    '02-other',
    '',
    '',
    [
      'there is no lessons/02-other.mdx that this could be a translation of: give it the name of its original',
    ],
  ],
])('the translation %s with %j as %j', async (name, from, to, expected) => {
  const file = `lessons/de/${name}.mdx`;
  write(file, lesson(from, to));
  const { defects } = await checkLessonFile(join(folder, file), checkedNetworks(folder).networks);
  expect(defects.map((d) => d.message)).toEqual(expected);
});

test.each([
  ['check: Prüfen', []],
  ['chek: Prüfen', ['1:1: there is no label chek; did you mean check?']],
  ['check: [Prüfen]', ['1:1: check must be a text, as “Check” is']],
  ['check: "{n} prüfen"', ['1:1: “Check” has no place for a value, and this has {n}']],
  ['Prüfen', ['1:1: labels are lines with a name and a text: check: Prüfen']],
  ['check: Prüfen: ja', ['1:8: Nested mappings are not allowed in compact mappings']],
])('labels %j', (text, expected) => {
  write('labels/de.yaml', text);
  expect(allLabelDefects(folder).map((d) => `${d.line}:${d.column}: ${d.message}`)).toEqual(
    expected.map((message) => expect.stringContaining(message)),
  );
  if (expected.length) expect(() => labelsIn(folder, 'de')).toThrow('labels/de.yaml:1:');
  else expect(labelsIn(folder, 'de')).toEqual({ Check: 'Prüfen' });
});
