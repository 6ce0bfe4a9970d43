/** A lesson that is broken in one place has one defect, at that place: what its author is told. */
import { expect, it } from 'vitest';
import { defectsOf, edited, editedValue, frontMatter, text } from './lesson.ts';
import { mistakes } from './mistakes.ts';

it('finds nothing wrong with a good lesson', async () => expect(await defectsOf(text)).toEqual([]));

it.each(mistakes)('%j as %j', async (from, to, defects) =>
  expect(await defectsOf(edited(from, to))).toEqual(defects),
);

it.each<[path: string, to: unknown, defects: readonly string[]]>([
  ['title', undefined, ['title: title is missing']],
  ['titel', 'x', [expect.stringContaining('titel: there is no field titel; ') as never]],
  ['description', 7, ['description: description must be text: write "7"']],
  ['show', 'iptables -S', ['show: show must be a list']],
])('front matter: %s as %j', async (path, to, defects) =>
  expect(await defectsOf(text, editedValue(frontMatter, path, to))).toEqual(defects),
);

it('a lesson has exercises, and each lab a network', async () => {
  expect(await defectsOf('Prose.\n')).toEqual(['title: a lesson has at least 3 exercises; this one has 0']);
  const { network: _, ...rest } = frontMatter;
  expect((await defectsOf(text, rest))[0]).toBe(
    '3:1: say the network: {network=…} here, or `network:` above the lesson for all',
  );
});

it('a directive that does not end', async () =>
  expect(await defectsOf(text.replace(/:::\n\n::output.*/s, ''))).toContain(
    '68:1: this find does not end: put ::: on a line of its own below it',
  ));

it('indented lines in a block of code, and in a paragraph', async () =>
  expect(await defectsOf(`${text}\n\`\`\`\n\n    a\n\`\`\`\n\na\n    b\n`)).toEqual([]));

it.each([null, 7, 'text', [], [[]], {}])(
  'names what is wrong with the front matter %j, and does not throw',
  async (fields) => expect(await defectsOf(text, fields)).not.toEqual([]),
);
