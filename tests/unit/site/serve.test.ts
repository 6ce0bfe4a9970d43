import { mkdirSync, mkdtempSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptedEncoding } from '../../../src/tasks/compress.mjs';
import { parseHeaders, serve } from '../../../src/tasks/serve.mjs';

const script = 'let iptables = 1;\n'.repeat(200);
let large = '';
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
  writeFileSync(join(root, '_astro', 'large.js'), script);
  writeFileSync(join(root, 'picture.png'), script);
  large = join(root, '_astro', 'large.js');
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

/** What comes for a path, its bytes as they were sent. */
const fetched = (
  path: string,
  headers: IncomingHttpHeaders,
  method = 'GET',
): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer }> =>
  new Promise((done, fail) => {
    request(site.url + path, { method, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        done({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }),
      );
    })
      .on('error', fail)
      .end();
  });

test.each([
  ['br', brotliDecompressSync],
  ['gzip', gunzipSync],
] as const)('a script is sent as %s where that is accepted, and HEAD says the same', async (name, unpack) => {
  const whole = await fetched('_astro/large.js', { 'accept-encoding': name });
  expect(whole.headers).toMatchObject({ 'content-encoding': name, vary: 'Accept-Encoding' });
  expect(whole.body.length).toBeLessThan(script.length / 4);
  expect(whole.headers['content-length']).toBe(String(whole.body.length));
  expect(unpack(whole.body).toString()).toBe(script);
  const head = await fetched('_astro/large.js', { 'accept-encoding': name }, 'HEAD');
  expect(head.body.length).toBe(0);
  const { date: _, ...same } = whole.headers;
  expect(head.headers).toMatchObject(same);
});

test('what is not accepted is not compressed, and caches are told that it depends', async () => {
  const { headers, body } = await fetched('_astro/large.js', { 'accept-encoding': 'gzip;q=0, br;q=0' });
  expect(headers['content-encoding']).toBeUndefined();
  expect(headers).toMatchObject({ vary: 'Accept-Encoding', 'content-length': String(script.length) });
  expect(body.toString()).toBe(script);
});

test('a picture is sent as it is', async () => {
  const { headers, body } = await fetched('picture.png', { 'accept-encoding': 'br, gzip' });
  expect(headers['content-encoding']).toBeUndefined();
  expect(headers.vary).toBeUndefined();
  expect(body.toString()).toBe(script);
});

test('a page that is not there is compressed like any other', async () => {
  const { status, headers, body } = await fetched('nowhere', { 'accept-encoding': 'gzip' });
  expect([status, headers['content-encoding'], gunzipSync(body).toString()]).toEqual([404, 'gzip', 'lost']);
});

test('a browser that holds the same version gets 304; a changed file is sent again', async () => {
  const accept = { 'accept-encoding': 'br' };
  const { etag } = (await fetched('_astro/large.js', accept)).headers;
  const again = await fetched('_astro/large.js', { ...accept, 'if-none-match': etag! });
  expect([again.status, again.body.length, again.headers.vary]).toEqual([304, 0, 'Accept-Encoding']);
  // The tag is that of the compressed bytes: the plain ones are another representation.
  expect((await fetched('_astro/large.js', { 'if-none-match': etag! })).status).toBe(200);
  writeFileSync(large, 'changed');
  const changed = await fetched('_astro/large.js', { ...accept, 'if-none-match': etag! });
  expect([changed.status, brotliDecompressSync(changed.body).toString()]).toEqual([200, 'changed']);
});

test.each([
  ['', null],
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0.2, gzip;q=0.8', 'gzip'],
  ['GZIP ; q=0.5', 'gzip'],
  ['*', 'br'],
  ['*;q=0', null],
  ['br;q=0, *', 'gzip'],
  ['identity', null],
])('Accept-Encoding: %s gets %s', (header, encoding) => expect(acceptedEncoding(header)).toBe(encoding));

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

test('headers are those of the last build, also of one while it serves', async () => {
  const changed = join(large, '..', '..', '_headers');
  const before = readFileSync(changed, 'utf8');
  writeFileSync(changed, "/*\n  Content-Security-Policy: default-src 'self'\n");
  utimesSync(changed, 1, 1);
  const policy = async () => (await fetch(site.url)).headers.get('content-security-policy');
  expect(await policy()).toBe("default-src 'self'");
  writeFileSync(changed, before);
  expect(await policy()).toBe("default-src 'none'");
});
