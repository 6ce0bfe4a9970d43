/** `export scorm`, on a site as Astro builds it, in small. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { exportVerb } from '../../src/cli/export.ts';
import { lessonPaths, readLessonAt } from '../../src/cli/files.ts';
import { NotRelative, relativeSite } from '../../src/cli/scorm/relativeSite.ts';
import { unzip } from '../unzip.ts';

const folder = mkdtempSync(join(tmpdir(), 'four-tables-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};

const menu = `<ul><li><a href="/iptables/terminal/"><span>Terminal</span></a></li><li><a href="/iptables/lessons/b/">B</a></li></ul>`;
const pages: Readonly<Record<string, readonly [built: string, packed: string]>> = {
  'lessons/a/index.html': [
    `<head><meta http-equiv="Content-Security-Policy" content="script-src 'sha256-x'"><link rel="sitemap" href="/iptables/sitemap.xml"><script src="/iptables/_astro/x.js"></script></head>${menu}<a href="/iptables/">home</a><a href="/iptables/lessons/b/?x#y">b</a><p>See <a class="k" href="/iptables/authors/">the guide</a>, <a href="#here">here</a>, <a href="https://example.org/">there</a></p><astro-island component-url="/iptables/_astro/x.js"></astro-island><script>const letters = "/iptables/_astro/s.css";</script>`,
    `<head><script src="../../_astro/x.js"></script><link rel="stylesheet" href="../../scorm.css"></head><ul><li><a href="../b/index.html">B</a></li></ul><a href="./index.html">home</a><a href="../b/index.html?x#y">b</a><p>See <span class="ft-absent">the guide</span>, <a href="#here">here</a>, <a href="https://example.org/" target="_blank" rel="noopener">there</a></p><astro-island component-url="../../_astro/x.js"></astro-island><script>const letters = "../../_astro/s.css";</script>`,
  ],
  'lessons/b/index.html': ['b', 'b'],
  '_astro/x.js': [
    'import"./y.js";m=["_astro/late.js"];new Worker(new URL(`/iptables/_astro/w.js`,``+import.meta.url));t=function(e){return`/iptables/`+e}',
    'import"./y.js";m=["_astro/late.js"];new Worker(new URL(`./w.js`,``+import.meta.url));t=function(e){return`../`+e}',
  ],
  '_astro/y.js': ['1', '1'],
  '_astro/late.js': ['2', '2'],
  '_astro/w.js': ['3', '3'],
  '_astro/s.css': ['a{src:url(/iptables/_astro/f.woff2)}', 'a{src:url(./f.woff2)}'],
  '_astro/f.woff2': ['f', 'f'],
};
const site = {
  dist: join(folder, 'dist'),
  base: '/iptables/',
  pages: ['/lessons/a/'],
  has: (page: string) => page.startsWith('/lessons/'),
  home: '/lessons/a/',
};
beforeAll(() => {
  for (const [path, [built]] of Object.entries(pages)) put(`dist/${path}`, built);
  put('dist/authors/index.html', 'never');
});

it('every address becomes relative, what is named comes along, and links to other pages become text', () => {
  const files = Object.fromEntries([...relativeSite(site)].map(([path, bytes]) => [path, bytes.toString()]));
  expect(files).toEqual(
    Object.fromEntries(Object.entries(pages).map(([path, [, packed]]) => [path, packed])),
  );
});

it.each([
  ['a.html', '<img srcset-url="/else/where.png">'],
  ['a.css', 'a { background: url( /iptables/x.png) }'],
  ['a.js', 'fetch("/iptables/_astro/x.json")'],
])('an address in %s that cannot be made relative is refused, and a file that is missing', (path, text) => {
  put(`dist/${path}`, text);
  expect(() => relativeSite({ ...site, pages: [`/${path}`] })).toThrow(NotRelative);
});

const said: string[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  said.length = 0;
});
const run = (...args: string[]) => {
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  return exportVerb.run(args, 'legacy');
};

it.each([
  [[], /export makes scorm/],
  [['cmi5', '--to', 'x.zip'], /export makes scorm, no cmi5/],
  [['scorm'], /say which file to write: --to course.zip/],
  [['scorm', '--to', 'course'], /say which file to write/],
  [['scorm', '--to', join(folder, 'none/x.zip')], /there is no folder/],
  [['scorm', '--to', join(folder, 'letter.zip')], /is no ZIP file: nothing was written/],
  [['scorm', '--into', 'x.zip'], /Unknown option '--into'/],
  [
    ['scorm', 'masquerade-versus-snt', '--to', join(folder, 'x.zip')],
    /there is no lesson masquerade-versus-snt; did you mean masquerade-versus-snat\?/,
  ],
  [
    ['scorm', '--to', join(folder, 'x.zip'), '--site', join(folder, 'none')],
    /there is no built site in .*none: npm run build/,
  ],
  [
    ['scorm', '--to', join(folder, 'x.zip'), '--site', join(folder, 'old')],
    /does not have .* yet: build it again/,
  ],
] as const)('%j is refused with a reason', async (args, reason) => {
  put('letter.zip', 'Dear reader');
  put('old/scorm/scorm.js', '');
  expect(await run(...args)).toBe(2);
  expect(said.join('')).toMatch(reason);
  expect(readFileSync(join(folder, 'letter.zip'), 'utf8')).toBe('Dear reader');
});

it('a package has one SCO, and names each of its files', async () => {
  put('full/scorm/scorm.js', '');
  for (const path of lessonPaths('content')) {
    const { lesson } = await readLessonAt(path);
    const labs = [...lesson.labs, ...lesson.exercises].map(({ id }) => `<p data-lab="${id}">`);
    put(`full/lessons/${path.replace(/.*\d\d-|\.mdx$/g, '')}/index.html`, labs.join(''));
  }
  const to = join(folder, 'x.zip');
  expect(await run('scorm', 'reading-the-nat-table', '--to', to, '--site', join(folder, 'full'))).toBe(0);
  const first = readFileSync(to);
  const files = unzip(first);
  const manifest = files.get('imsmanifest.xml')!.toString();
  const named = [...manifest.matchAll(/<file href="([^"]+)"/g)].map(([, href]) => decodeURI(href!));
  expect(named.sort()).toEqual([...files.keys()].filter((path) => path !== 'imsmanifest.xml').sort());
  expect(manifest.match(/adlcp:scormtype="sco" href="index.html"/g)).toHaveLength(1);
  expect(manifest).toContain('<schemaversion>1.2</schemaversion>');
  expect(manifest).toContain('<title>Reading the nat table</title>');
  const told = JSON.parse(/id="course">(.*?)<\/script>/.exec(files.get('index.html')!.toString())![1]!);
  expect(told).toMatchObject({
    start: 'lessons/reading-the-nat-table/index.html',
    title: 'Reading the nat table',
  });
  expect(told.exercises).toContain('lessons/reading-the-nat-table/fix-the-rule');
  // A package of the same lessons is the same file.
  expect(
    await run(
      'scorm',
      'content/lessons/04-reading-the-nat-table.mdx',
      '--to',
      to,
      '--site',
      join(folder, 'full'),
    ),
  ).toBe(0);
  expect(readFileSync(to).equals(first)).toBe(true);
});
