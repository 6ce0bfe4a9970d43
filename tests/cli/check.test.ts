/** `check` says where in a file a defect is: file, line and column. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { check } from '../../src/cli/check.ts';

const folder = mkdtempSync(join(tmpdir(), 'four-tables-check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const lesson = join(folder, 'lessons/04-reading-the-nat-table.mdx');
const network = join(folder, 'networks/cluster.yaml');

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['networks/cluster.yaml', 'networks/laptop.yaml'])
    cpSync(join('content', part), join(folder, part), { recursive: true });
  // A lesson of the course as it was once: the mistakes below name its words.
  cpSync('tests/cli/fixture/reading-the-nat-table.mdx', lesson);
});

/** The status and the lines that it prints, with paths from the content folder. */
const checked = async (
  ...paths: readonly string[]
): Promise<{ readonly status: number; readonly lines: readonly string[]; readonly told: string }> => {
  let text = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((part) => {
    text += String(part);
    return true;
  });
  let told = '';
  const say = vi.spyOn(process.stderr, 'write').mockImplementation((part) => {
    told += String(part);
    return true;
  });
  const status = await check.run(paths, 'legacy');
  write.mockRestore();
  say.mockRestore();
  return { told, status, lines: text.replaceAll(`${folder}/`, '').split('\n').slice(0, -1) };
};
/** Puts a text in place of another one, and gives its line and column there. */
const replace = (file: string, from: string, to: string): string => {
  const text = readFileSync(file, 'utf8');
  const at = text.indexOf(from);
  if (at < 0) throw new Error(`${file} does not say ${from}`);
  writeFileSync(
    file,
    text.replace(from, () => to),
  );
  const before = text.slice(0, at).split('\n');
  return `${before.length}:${before.at(-1)!.length + 1}`;
};

it('a good folder, lesson or network has nothing to say', async () => {
  for (const path of [folder, lesson, network])
    expect(await checked(path)).toMatchObject({ status: 0, lines: [] });
});

it.each<[string, file: string, from: string, to: string, message: string]>([
  [
    'a field that is misspelt',
    lesson,
    'network: cluster',
    'netwrok: cluster',
    'there is no field netwrok; did you mean network?',
  ],
  ['a value of the wrong form', lesson, 'title: Reading', 'title: 3 #', 'title must be text: write "3"'],
  ['YAML that cannot be read', lesson, 'host: node', 'host: "node', 'Missing closing "quote'],
  [
    'a star without quotation marks',
    lesson,
    'Reading the nat table\n',
    '*nat\n',
    'YAML reads *nat as an alias: write "*nat" in quotation marks',
  ],
  [
    'a host that is not in the network',
    lesson,
    ':::lab[The laptop that runs Docker]{#laptop network=laptop host=laptop}',
    ':::lab[The laptop that runs Docker]{#laptop network=laptop host=netbook}',
    'the network laptop has no host netbook; there are laptop, container, nas, desktop',
  ],
  [
    'a listing that names no lab',
    lesson,
    '::output[`iptables-save -t nat`]{lab=laptop}',
    '::output[`iptables-save -t nat`]{lab=latpop}',
    'there is no lab latpop; did you mean laptop?',
  ],
])('a lesson: %s', async (_, file, from, to, message) => {
  const at = replace(file, from, to);
  const { status, lines } = await checked(lesson);
  expect(status).toBe(1);
  const place = message.startsWith('Missing') ? '' : `:${at}`;
  expect(lines.find((l) => l.endsWith(`: ${message}`))).toContain(
    `lessons/04-reading-the-nat-table.mdx${place}`,
  );
});

it.each([
  ['forwarding: true', 'forwardign: true', 'a host has no field forwardign. Did you mean forwarding?'],
  ['listen: [tcp/80]', 'listen: [http]', null],
  ['title: Two', 'titel: Two', 'a network has no field titel; did you mean title?'],
])('a network: %s as %s', async (from, to, message) => {
  const at = replace(network, from, to);
  const { status, lines } = await checked(folder);
  expect(status).toBe(1);
  const line = at.split(':')[0];
  const own = lines.filter((l) => l.startsWith(`networks/cluster.yaml:${line}:`));
  expect(own).toHaveLength(1);
  if (message) expect(own[0]).toBe(`networks/cluster.yaml:${at}: ${message}`);
  expect(lines.some((l) => l.endsWith('the network cluster has mistakes: correct them first'))).toBe(true);
  expect(
    (await checked(network)).lines.filter((l) => l.startsWith(`networks/cluster.yaml:${line}:`)),
  ).toEqual(own);
});

it.each([
  ['no fields at all', 'Some prose.\n', ['1:1: a lesson begins with --- and its fields']],
  ['fields that never end', '---\ntitle: x\n', ['1:1: a lesson begins with --- and its fields']],
  ['empty fields', '---\n---\n', ['2:1: this must be a group of fields']],
  [
    'fields of an older form',
    '---\ntitle: x\nlabs: [a]\n---\n',
    ['3:1: there is no field labs; the fields here are title, description, network, host, show'],
  ],
])('a lesson of another form is named: %s', async (_, text, lines) => {
  writeFileSync(lesson, text);
  const found = await checked(lesson);
  expect(found.status).toBe(1);
  for (const line of lines) expect(found.lines).toContain(`lessons/04-reading-the-nat-table.mdx:${line}`);
});

it('a lesson written on Windows has its lines where they are', async () => {
  const text = readFileSync(lesson, 'utf8').replace('network: cluster', 'netwrok: cluster');
  writeFileSync(lesson, `\uFEFF${text.replaceAll('\n', '\r\n')}`);
  writeFileSync(network, `\uFEFF${readFileSync(network, 'utf8').replaceAll('\n', '\r\n')}`);
  expect((await checked(network)).lines).toEqual([]);
  const line = text.split('\n').findIndex((l) => l.includes('netwrok')) + 1;
  expect((await checked(lesson)).lines[0]).toMatch(new RegExp(`:${line}:1: there is no field netwrok`));
});

it('a lesson outside of a content folder, and a folder without lessons', async () => {
  mkdirSync(join(folder, 'empty'));
  expect((await checked(join(folder, 'empty'))).lines).toEqual([
    'empty:1:1: it has no lessons: they are MDX files in lessons/',
  ]);
  cpSync(lesson, join(folder, 'empty/draft.mdx'));
  rmSync(join(folder, 'networks'), { recursive: true });
  expect((await checked(join(folder, 'empty/draft.mdx'))).lines[0]).toMatch(/there is no network laptop$/);
  expect((await checked(folder, join(folder, 'nowhere.mdx'))).lines).toContain(
    'nowhere.mdx:1:1: there is no such file',
  );
});

it('a lesson that the site would not find', async () => {
  cpSync(lesson, join(folder, 'lessons/draft.mdx'));
  expect((await checked(folder)).lines).toEqual([
    'lessons/draft.mdx:1:1: the site does not show this lesson: name it with two digits first, as in 05-name.mdx',
  ]);
});

const nat = '04-reading-the-nat-table.mdx';

it.each<[string, from: string, to: string, message: string]>([
  [
    'a link to no page',
    'A setup script',
    '[A setup](/lessons/masqurade/) script',
    'there is no page /lessons/masqurade/',
  ],
  [
    'a link to a page that is nearly there',
    'A setup script',
    '[A setup](/lessons/reading-the-nat-tables/) script',
    'there is no page /lessons/reading-the-nat-tables/; did you mean /lessons/reading-the-nat-table/?',
  ],
  [
    'an address without its last slash',
    'A setup script',
    '[A setup](/lessons/reading-the-nat-table) script',
    'write the address with a / at its end: /lessons/reading-the-nat-table/',
  ],
  [
    'a heading there is not',
    'A setup script',
    '[A setup](#your-trun) script',
    'this page has no heading with the address #your-trun; did you mean your-turn?',
  ],
  [
    'an image that is missing',
    'A setup script',
    '![A setup](./setup.png) script',
    'there is no file ./setup.png beside this lesson',
  ],
  [
    'a component that is unknown',
    'A setup script',
    '<Asside>A setup</Asside> script',
    'there is no component Asside; did you mean Aside?; a lesson has Aside, Steps, Tabs, TabItem, or imports it',
  ],
])('%s', async (_, from, to, message) => {
  const at = replace(lesson, from, to);
  expect((await checked(lesson)).lines).toEqual([`lessons/${nat}:${at}: ${message}`]);
});

it.each([
  [
    'a picture',
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]),
    'this is no text in UTF-8: save it as UTF-8, or take it out of this folder',
  ],
  [
    'a megabyte',
    Buffer.alloc(1 << 20, 'word '),
    `a lesson has at most 500000 characters; this one has ${1 << 20}`,
  ],
])('%s is no lesson', async (_, bytes, message) => {
  writeFileSync(lesson, bytes);
  expect((await checked(lesson)).lines).toEqual([`lessons/${nat}:1:1: ${message}`]);
});

it('two lessons with one number, and with one address', async () => {
  cpSync(lesson, join(folder, 'lessons/04-another.mdx'));
  cpSync(lesson, join(folder, 'lessons/07-reading-the-nat-table.mdx'));
  expect((await checked(folder)).lines).toEqual([
    `lessons/${nat}:1:1: 04-another.mdx has the number 04 too: give this lesson another`,
    `lessons/07-reading-the-nat-table.mdx:1:1: ${nat} has the address /lessons/reading-the-nat-table/ too: give this lesson another name`,
  ]);
});

it('a network that no lesson uses', async () => {
  cpSync(network, join(folder, 'networks/spare.yaml'));
  expect((await checked(folder)).lines).toEqual([
    'networks/spare.yaml:1:1: no lesson uses this network: remove it, or use it',
  ]);
});

it('as JSON, a defect a line; an option there is not is refused', async () => {
  const at = replace(lesson, 'network: cluster', 'netwrok: cluster');
  const [line, column] = at.split(':').map(Number);
  expect((await checked('--json', lesson)).lines.map((l) => JSON.parse(l))).toEqual([
    {
      file: `lessons/${nat}`,
      line,
      column,
      message: 'there is no field netwrok; did you mean network?',
    },
  ]);
  expect((await checked('--jsn', lesson)).status).toBe(2);
});

it('says what was run, and what was not', async () => {
  expect((await checked(folder)).told).toBe(
    'Ran 1 lesson: 3 labs, 4 exercises, 18 packets, 7 wrong answers, 7 listings.\n',
  );
  replace(lesson, 'network: cluster', 'netwrok: cluster');
  expect((await checked(folder)).told).toBe(`Not run, because they cannot be read yet: ${nat}.\n`);
});
