import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseHeaders, serve } from '../../../src/tasks/serve.mjs';

let site: Awaited<ReturnType<typeof serve>>;

beforeAll(async () => {
  const parent = mkdtempSync(join(tmpdir(), 'four-tables-serve-'));
  const root = join(parent, 'dist');
  mkdirSync(join(root, 'lessons'), { recursive: true });
  mkdirSync(join(root, '_astro'));
  writeFileSync(join(parent, 'secret.txt'), 'secret');
  writeFileSync(join(root, 'index.html'), 'front');
  writeFileSync(join(root, '404.html'), 'lost');
  writeFileSync(join(root, 'lessons', 'index.html'), 'lessons');
  writeFileSync(join(root, '_astro', 'a.js'), 'export {}');
  writeFileSync(
    join(root, '_headers'),
    "/*\n  Content-Security-Policy: default-src 'none'\n  Cache-Control: no-cache\n/_astro/*\n  Cache-Control: immutable\n",
  );
  site = await serve({ root, port: 4800 });
});
afterAll(() => void site.server.close());

/** `fetch` tidies `..` away; a raw request does not. */
const raw = (path: string): Promise<string> =>
  new Promise((done, fail) => {
    const { port } = new URL(site.url);
    const socket = connect(Number(port), 'localhost', () =>
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
    );
    let text = '';
    socket.on('data', (chunk) => (text += chunk));
    socket.on('end', () => done(text));
    socket.on('error', fail);
  });

test.each([
  ['', 200, 'front', 'text/html; charset=utf-8', 'no-cache'],
  ['lessons/', 200, 'lessons', 'text/html; charset=utf-8', 'no-cache'],
  ['lessons', 200, 'lessons', 'text/html; charset=utf-8', 'no-cache'],
  ['_astro/a.js', 200, 'export {}', 'text/javascript; charset=utf-8', 'immutable'],
  ['nowhere', 404, 'lost', 'text/html; charset=utf-8', 'no-cache'],
  ['_headers', 404, 'lost', 'text/html; charset=utf-8', 'no-cache'],
])('/%s is %i, %s', async (path, status, body, type, cache) => {
  const response = await fetch(site.url + path);
  expect([
    response.status,
    await response.text(),
    response.headers.get('content-type'),
    response.headers.get('cache-control'),
  ]).toEqual([status, body, type, cache]);
  expect(response.headers.get('content-security-policy')).toBe("default-src 'none'");
});

test.each([
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/lessons/../../secret.txt',
  '/..%5csecret.txt',
  '//etc/passwd',
])('%s does not leave the folder', async (path) => {
  const answer = await raw(path);
  expect(answer).toMatch(/^HTTP\/1.1 (404|400)/);
  expect(answer).not.toContain('secret\r\n');
});

test.each(['/%ff', '/%00', '/%'])('%s is refused', async (path) =>
  expect(await raw(path)).toMatch(/^HTTP\/1.1 400/),
);

test('nothing can be posted', async () =>
  expect((await fetch(site.url, { method: 'POST' })).status).toBe(405));

test('a taken port gives the next one', async () => {
  const taken = Number(new URL(site.url).port);
  const second = await serve({ root: '.', port: taken });
  expect(Number(new URL(second.url).port)).toBeGreaterThan(taken);
  second.server.close();
});

test('a header’s value may hold a colon, and a pattern’s dot is a dot', () => {
  const [rule] = parseHeaders('/a.js\n  Link: <https://x>; rel=preload\n');
  expect(rule?.headers).toEqual([['Link', '<https://x>; rel=preload']]);
  expect([rule?.matches.test('/a.js'), rule?.matches.test('/abjs')]).toEqual([true, false]);
});

test('a header that a path takes back, for hosts that would send both, is no header', () => {
  const [rule] = parseHeaders('/a/\n  ! Content-Security-Policy\n  Content-Security-Policy: x\n');
  expect(rule?.headers).toEqual([['Content-Security-Policy', 'x']]);
});
