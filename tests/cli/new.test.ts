/** `new` writes what passes `check`, and never writes over anything. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { check } from '../../src/cli/check.ts';
import { newIn } from '../../src/cli/new.ts';
import type { Verb } from '../../src/cli/verb.ts';
import { kinds } from '../../src/course/kinds/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'four-tables-new-'));
const content = join(folder, 'content');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  rmSync(content, { recursive: true, force: true });
  mkdirSync(content);
});

const called = async (verb: Verb, args: readonly string[]) => {
  let text = '';
  const listen = (stream: NodeJS.WriteStream) =>
    vi.spyOn(stream, 'write').mockImplementation((part) => {
      text += String(part);
      return true;
    });
  const spies = [listen(process.stdout), listen(process.stderr)];
  const status = await verb.run(args, 'legacy');
  for (const spy of spies) spy.mockRestore();
  return { status, text: text.replaceAll(`${content}/`, '') };
};
const made = (...args: readonly string[]) => called(newIn(content), args);
const defects = async () =>
  (await called(check, [content])).text.split('\n').filter((l) => /:\d+:\d+: /.test(l));
const files = () =>
  readdirSync(content, { recursive: true, encoding: 'utf8' })
    .filter((f) => /\.\w+$/.test(f))
    .sort();

it('in an empty folder a lesson comes with its network, and passes', async () => {
  expect((await made('lesson', 'Opening a door: "80"')).status).toBe(0);
  expect(files()).toEqual(['lessons/01-opening-a-door-80.mdx', 'networks/starter.yaml']);
  expect(await defects()).toEqual([]);
  expect(readFileSync(join(content, files()[0]!), 'utf8')).toContain('title: "Opening a door: \\"80\\""\n');
});

it('a lesson uses the new network, and has the next number', async () => {
  await made('lesson', 'First');
  await made('network', 'shop');
  expect((await made('lesson', 'Second')).text).toBe('wrote lessons/02-second.mdx\n');
  expect(await defects()).toEqual([]);
  expect(readFileSync(join(content, 'lessons/02-second.mdx'), 'utf8')).toContain('network: shop\n');
});

it.each(Object.keys(kinds))(
  'an exercise of the kind %s passes, in a lesson and beside another',
  async (kind) => {
    await made('lesson', 'First');
    for (const lesson of ['first', 'lessons/01-first.mdx', '01-first'])
      expect(
        await made('exercise', kind, lesson.includes('/') ? join(content, lesson) : lesson),
      ).toMatchObject({
        status: 0,
      });
    expect(await defects()).toEqual([]);
    const text = readFileSync(join(content, 'lessons/01-first.mdx'), 'utf8');
    expect(text.split(`:::${kind}[`).length).toBeGreaterThan(3);
    expect(text.lastIndexOf(`:::${kind}[`)).toBeLessThan(text.indexOf('## What you know now'));
    const printed = await made('exercise', kind);
    expect(printed.text).toMatch(new RegExp(`^:::${kind}\\[.*network=starter host=server\\}\n`));
  },
);

it('a lesson keeps its line endings and its byte order mark', async () => {
  await made('lesson', 'First');
  const path = join(content, 'lessons/01-first.mdx');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, `\uFEFF${text.replaceAll('\n', '\r\n')}`);
  expect((await made('exercise', 'ladder', 'first')).status).toBe(0);
  const after = readFileSync(path, 'utf8');
  expect(after.startsWith('\uFEFF---\r\n')).toBe(true);
  expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(await defects()).toEqual([]);
  expect(files()).toEqual(['lessons/01-first.mdx', 'networks/starter.yaml']);
});

it('every lesson of the course takes an exercise more', async () => {
  cpSync('content', content, { recursive: true });
  for (const lesson of files().filter((f) => /^lessons\/.*mdx$/.test(f)))
    expect(await made('exercise', 'write', join(content, lesson))).toMatchObject({ status: 0 });
  expect((await defects()).filter((d) => d.startsWith('lessons/'))).toEqual([]);
});

it.each<[args: readonly string[], message: string]>([
  [[], 'new makes a lesson, a network or an exercise'],
  [['leson', 'x'], 'new makes a lesson, a network or an exercise, no leson; did you mean lesson?'],
  [['lesson'], 'give the lesson a title: new lesson "Reading the nat table"'],
  [['lesson', '  '], 'give the lesson a title: new lesson "Reading the nat table"'],
  [['lesson', '…'], 'no address can be made of "…": it needs a letter from a to z'],
  [['lesson', 'Two', 'words'], 'that is one word too many: words; put a title in quotation marks'],
  [
    ['lesson', 'FIRST!'],
    'lessons/01-first.mdx has the address /lessons/first/ already: give this lesson another title',
  ],
  [['network'], 'give the network a name: new network office'],
  [
    ['network', '../shop'],
    '"../shop" is no name for a network: use small letters, digits and hyphens, as in shop',
  ],
  [['network', 'starter'], 'networks/starter.yaml is there already: nothing was written'],
  [['exercise', 'wirte'], 'there is no kind of exercise wirte; did you mean write?'],
  [['exercise', 'write', 'frist'], 'there is no lesson frist; did you mean first?'],
])('%j is refused, and nothing is written', async (args, message) => {
  await made('lesson', 'First');
  const before = files().map((f) => readFileSync(join(content, f), 'utf8'));
  expect(await made(...args)).toEqual({ status: 2, text: `four-tables: ${message}\n` });
  expect(files().map((f) => readFileSync(join(content, f), 'utf8'))).toEqual(before);
});

it('a lesson with mistakes takes none, and without a content folder there is none', async () => {
  await made('lesson', 'First');
  writeFileSync(join(content, 'lessons/01-first.mdx'), '---\ntitle: x\n---\n');
  expect((await made('exercise', 'write', 'first')).text).toContain(
    '01-first.mdx has mistakes: correct them first',
  );
  const nowhere = await called(newIn(join(folder, 'nowhere')), ['lesson', 'First']);
  expect(nowhere.status).toBe(2);
  expect(nowhere.text).toContain('nowhere here: run this in the folder that has it');
});
