/** What can be said of the built files without looking at them in a window. */
import { readFileSync } from 'node:fs';
import '../../src/netfilter/allExtensions.ts';
import { lessonPaths, readLessonAt, readNetworks } from '../../src/cli/files.ts';
import { recordingOf } from '../../src/cli/recordings.ts';
import { sayRecorded } from '../../src/course/recording.ts';
import { replaysOf } from '../../src/course/replays.ts';
import { built, exists, expect, pages, test } from './site.ts';

const origin = 'http://site';

test('every link and every address in the built pages leads somewhere', () => {
  const broken: string[] = [];
  for (const address of pages) {
    const html = built(address);
    const ids = new Map<string, Set<string>>();
    const idsOf = (page: string): Set<string> => {
      const known =
        ids.get(page) ?? new Set([...built(page).matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id!));
      ids.set(page, known);
      return known;
    };
    for (const [, target] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const url = new URL(target!.replaceAll('&amp;', '&'), origin + address);
      if (url.origin !== origin || !target) continue;
      const path = decodeURIComponent(url.pathname);
      if (!exists(path)) broken.push(`${address} -> ${target}`);
      else if (url.hash && path.endsWith('/') && !idsOf(path).has(decodeURIComponent(url.hash.slice(1))))
        broken.push(`${address} -> ${target} (no such place)`);
    }
  }
  expect(broken).toEqual([]);
});

test('no page names another host in anything it loads', () => {
  const foreign = pages.flatMap((address) =>
    [
      ...built(address).matchAll(
        /<(?:script|link|img|iframe|source)\b[^>]*\s(?:src|href)="(https?:)?\/\/[^"]*"/g,
      ),
    ].map(([tag]) => `${address}: ${tag}`),
  );
  expect(foreign).toEqual([]);
});

test('the licences of what the site is made with are published', () => {
  const licences = readFileSync(new URL('../../dist/licences.txt', import.meta.url), 'utf8');
  for (const name of [
    'preact',
    '@codemirror/view',
    '@xterm/xterm',
    '@astrojs/starlight',
    'pagefind',
    '@webcontainer/api',
  ])
    expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'));
  expect(licences.match(/SIL OPEN FONT LICENSE/g)?.length).toBeGreaterThanOrEqual(2);
  expect(licences).not.toMatch(/^(astro-|vite|typescript|vitest)/m);
});

test('every page has a title, a description and a language', () => {
  const titles = pages.map((address) => {
    const html = built(address);
    expect(html, address).toMatch(/<html[^>]* lang="en"/);
    expect(html, address).toMatch(/<meta name="description" content="[^"]{20,}"/);
    return /<title>([^<]+)<\/title>/.exec(html)?.[1];
  });
  expect(new Set(titles).size).toBe(pages.length);
});

test('every lab and listing says where it was the same, if what was recorded is what the page has', async () => {
  const networks = readNetworks('content');
  for (const path of lessonPaths('content')) {
    const { lesson, listings } = await readLessonAt(path);
    const { recording } = recordingOf(path);
    const said = replaysOf({ ...lesson, listings }, networks).flatMap((i) => sayRecorded(recording, i) ?? []);
    const html = built(path.replace(/^content(.*\/)\d+-(.*)\.mdx$/, '$1$2/'));
    expect([...html.matchAll(/class="ft-recorded">([^<]+)/g)].map(([, text]) => text)).toEqual(said);
  }
});
