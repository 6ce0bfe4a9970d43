/** Whatever authors can write has a row in their tables, and each example is read as it says. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseMdx } from '../../../src/cli/parseMdx.ts';
import { checkNetwork } from '../../../src/course/checkNetwork.ts';
import { authorFiles } from '../../../src/course/guide/authorFiles.ts';
import {
  attributeRows,
  fenceRows,
  itemRows,
  labRows,
  showRows,
} from '../../../src/course/guide/directives.ts';
import { frontMatterRows, networkRows } from '../../../src/course/guide/networks.ts';
import { packetRows, protocolRows } from '../../../src/course/guide/packets.ts';
import { phraseRows } from '../../../src/course/guide/phrases.ts';
import { frontMatter } from '../../../src/course/lesson.ts';
import { claimPhrases, expectation, hintPhrases } from '../../../src/course/markdown/phrases.ts';
import { attributeNames, labDirectives, partsOf } from '../../../src/course/markdown/readDirective.ts';
import { packetOptions } from '../../../src/course/markdown/readItem.ts';
import { boxes, listings, readLesson } from '../../../src/course/markdown/readLesson.ts';
import { lessonSchema, networkFields, networkSchema } from '../../../src/course/schemas.ts';

const all = (of: (name: string) => readonly string[]) => [...new Set(labDirectives.flatMap(of))];

it.each<[string, rows: object, names: readonly string[]]>([
  ['labs and kinds of exercises', labRows, labDirectives],
  ['other directives', showRows, [...listings, ...boxes]],
  ['attributes', attributeRows, attributeNames],
  ['pieces of code', fenceRows, all((name) => partsOf(name).fences)],
  ['items', itemRows, all((name) => partsOf(name).items)],
  ['phrases', phraseRows, [...expectation, ...claimPhrases, ...hintPhrases]],
  ['options of packets', packetRows, packetOptions],
  ['front matter', frontMatterRows, 'fields' in frontMatter ? Object.keys(frontMatter.fields) : []],
  ...Object.entries(networkFields)
    .map(
      ([part, names]) =>
        [`fields of a ${part}`, networkRows[part as keyof typeof networkRows], names] as const,
    )
    .map(([a, b, c]) => [a, b, c] as [string, object, readonly string[]]),
])('%s: each has a row, and each row is one', (_, rows, names) =>
  expect(Object.keys(rows).sort()).toEqual([...new Set(names)].sort()),
);

const mistakes = async (text: string): Promise<readonly string[]> => {
  const parsed = await parseMdx(text);
  if (!parsed.ok) return [parsed.defect.message];
  return readLesson(parsed.tree, text, { network: 'starter', host: 'server' }).defects.map((d) => d.message);
};

it.each(Object.entries({ ...labRows, ...showRows }))('%s: its example is read', async (_, { example }) =>
  expect(await mistakes(example.replaceAll('…\n', ''))).toEqual([]),
);

const lab = (packet: string) => `:::lab[A lab]{#a-lab}\n- x: \`visitor ping 192.0.2.10\` ${packet}\n:::\n`;
it.each(Object.entries(phraseRows))('%s: its example is read', async (name, { example }) => {
  if (expectation.includes(name))
    expect(
      await mistakes(
        lab(`${name === 'timeout' || / |reaches/.test(name) ? 'timeout, ' : ''}${example}\n  So.`),
      ),
    ).toEqual([]);
  if (claimPhrases.includes(name))
    expect(await mistakes(lab(`timeout\n  So.\n  - true if ${example}`))).toEqual([]);
});

it.each(Object.entries({ ...protocolRows, ...packetRows }))(
  '%s: its example is read',
  async (_, { example }) =>
    expect(await mistakes(lab('timeout\n  So.').replace('visitor ping 192.0.2.10', example))).toEqual([]),
);

it.each(Object.entries(authorFiles()))('%s is what npm run author-files writes', (path, text) =>
  expect(existsSync(path) && readFileSync(path, 'utf8')).toBe(text),
);

const ajv = new Ajv({ allErrors: true });
const isNetwork = ajv.compile(networkSchema());
const isFrontMatter = ajv.compile(lessonSchema());
const files = (folder: string) => readdirSync(folder).map((f) => [`${folder}/${f}`] as const);

it.each(files('content/networks'))('%s passes the schema, and names it', (file) => {
  const text = readFileSync(file, 'utf8');
  expect(isNetwork(parse(text)) ? [] : isNetwork.errors).toEqual([]);
  expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/\.\.\/public\/schemas\/network\.json\n/);
});

it.each([...files('content/lessons')])('%s: its front matter passes the schema', (file) => {
  const [, text = ''] = /^---\n([\s\S]*?)\n---\n/.exec(readFileSync(file, 'utf8'))!;
  expect(isFrontMatter(parse(text)) ? [] : isFrontMatter.errors).toEqual([]);
  expect(isFrontMatter(parse(text.replace('title:', 'titel:')))).toBe(false);
});

it.each<[string, from: string, to: string]>([
  ['an unknown field', 'forwarding', 'forwardign'],
  ['a value of the wrong kind', 'forwarding: true', 'forwarding: often'],
  ['a listener without a protocol', 'tcp/80', 'http'],
  ['no hosts', 'hosts:', 'host:'],
  ['a port that is too large', '[tcp/80]', '[{ tcp: 65536 }]'],
  ['a listener with two ports', '[tcp/80]', '[{ tcp: 80, udp: 80 }]'],
])('a network with %s fails the schema, as it fails check', (_, from, to) => {
  const good = readFileSync('content/networks/cluster.yaml', 'utf8');
  const bad = parse(good.replace(from, to));
  expect(good).toContain(from);
  expect([isNetwork(bad), checkNetwork(bad).ok]).toEqual([false, false]);
});
