/**
 * Words that make prose read as if it were translated are kept out of what people read: pages, reference, README,
 * and the strings and doc comments of the source. ENGLISH: say who does what, and the field's word for it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Each word, and what to write in its place. */
const avoided: readonly (readonly [RegExp, string])[] = [
  [/\b(some|no|any|every)body\b/i, 'the kernel, the learner, the page: name the actor'],
  [/\bwhoever\b/i, 'name the actor'],
  [/\b(has|have|had) not got\b/i, 'has no'],
  [/\b(un)?mend(s|ed|ing)?\b/i, 'fix'],
  [/\b(goes|go|going) round\b/i, 'say what it does'],
  [/\bstands? (in|above|behind|beside|between|there|before|under)\b/i, 'is in, is before, follows'],
  [/\bin the hope\b/i, 'say what happens'],
  [/\bends otherwise\b|(?<!says )\botherwise\.(\s|$)/i, 'say what happens'],
  [/\b(rule|match|option)s? asks? (that|whether|for)\b|\basks (that|whether)\b/i, 'matches, looks at'],
  [
    /\bfits? (?!the link)(the|this|these|that|packets|segments|any|all|every|nothing|none|one|in)\b/i,
    'matches',
  ],
  [
    /\bsimply\b|(?<!\b(?:not|has|have) )\bjust\b(?! (before|after|as|below|above)\b)|\bof course\b/i,
    'leave it out',
  ],
  [/\bbehind (it|them|the|a|an|-|`|each|every|that|this)/i, 'after'],
  [/\bspeaks? of (port|the port|an? )/i, 'is about, matches'],
  [/\btake[sn]? (it|them|the rule) away\b/i, 'remove'],
];

const read = (file: string): string => readFileSync(file, 'utf8');
const files = (folder: string, kinds: RegExp): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((f) => join(folder, f))
    .filter((f) => kinds.test(f))
    .sort();

/** Prose without code: what stands between backquotes or in a code block is not English. */
const prose = (text: string): string =>
  text
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`\n]*`/g, '`')
    .replace(/\s+/g, ' ');

/** The prose of a page's markup: without its frontmatter's code and its styles. */
const ofPage = (text: string): string =>
  text.replace(/<style>[\s\S]*?<\/style>/g, '').replace(/<code>[\s\S]*?<\/code>/g, '');

/** Doc comments, and string literals that hold at least two words. */
const ofSource = (text: string): string => {
  const comments = [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].map((m) => m[0].replace(/^\s*\* ?/gm, ' '));
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const strings = [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].map(
    (m) => m[1] ?? m[2] ?? '',
  );
  return [...comments, ...strings.filter((s) => /[a-z] [a-z]/i.test(s))].join('\n');
};

const found = (text: string): readonly string[] =>
  avoided.flatMap(([word, better]) =>
    [...prose(text).matchAll(new RegExp(word, `${word.flags}g`))].map(
      (m) => `“${prose(text).slice(Math.max(0, m.index - 30), m.index + 40)}”: ${better}`,
    ),
  );

describe.each([
  'README.md',
  ...files('content/reference', /\.mdx$/),
  ...files('content/authors', /\.mdx$/),
  ...files('content/start', /\.mdx$/),
  ...files('content/lessons', /\.mdx$/),
])('%s', (file) => {
  it('is plain English', () => expect(found(read(file))).toEqual([]));
});

describe.each([...files('src/pages', /\.astro$/), ...files('src/components', /\.astro$/)])('%s', (file) => {
  it('is plain English', () => expect(found(ofPage(read(file)))).toEqual([]));
});

const source = files('src', /\.tsx?$/);

it('the strings and doc comments of the source are plain English', () => {
  const wrong = source.flatMap((file) => found(ofSource(read(file))).map((w) => `${file}: ${w}`));
  expect(wrong).toEqual([]);
});

it('finds such words, in prose and not in code', () => {
  expect(found('Somebody has to mend it.')).toHaveLength(2);
  expect(found('It takes `whoever` as a name.')).toEqual([]);
  expect(found(ofSource("const a = 'nobody here knows';\nconst somebody = 1;"))).toHaveLength(1);
  expect(found(ofSource('/** A rule that stands\n * in a chain. */'))).toHaveLength(1);
});
