import { expect, test } from 'vitest';
import {
  headersBelow,
  inlineScripts,
  scriptHash,
  withoutRoute,
  withPolicy,
} from '../../../src/site/content-security.ts';
import { baseOf } from '../../../src/tasks/serve.mjs';

test('inline scripts are found, and data and files are not', () => {
  const html = `<script>one()</script><script type="module">two()</script><script src="/a.js"></script>
    <script type="application/json">{}</script><script type="module" src="/b.js"></script><script async>three()\n</script>`;
  expect(inlineScripts(html)).toEqual(['one()', 'two()', 'three()\n']);
});

test('a hash as the policy writes it', () => {
  // printf "alert('Hello, world.');" | openssl dgst -sha256 -binary | openssl base64
  expect(scriptHash("alert('Hello, world.');")).toBe("'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
});

test.each([
  ['/', '/*\n  A: /b\n/terminal/\n  B: 2\n'],
  ['/a/b/', '/a/b/*\n  A: /b\n/a/b/terminal/\n  B: 2\n'],
])('for a site in %s the paths begin with it', (base, text) => {
  expect(headersBelow(base, '/*\n  A: /b\n/terminal/\n  B: 2\n')).toBe(text);
  expect(baseOf(text)).toBe(base);
});

test.each([
  ['/', "script-src 'self' HASH; base-uri 'none'"],
  ['/terminal/', "script-src 'self' HASH; frame-src https://vendor"],
])('the page %s has its policy, but not who may frame it', (path, policy) => {
  const headers =
    "/*\n  Content-Security-Policy: script-src 'self' {inline-scripts}; base-uri 'none'; frame-ancestors 'none'\n" +
    '/terminal/\n  ! Content-Security-Policy\n' +
    "  Content-Security-Policy: script-src 'self' {inline-scripts}; frame-ancestors 'self'; frame-src https://vendor\n";
  const page = '<!DOCTYPE html><html><head><script>a()</script><title>A</title></head>';
  expect(withPolicy(headers, path, page)).toContain(
    `<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy.replace('HASH', scriptHash('a()'))}"><script>`,
  );
});

test('a route’s headers can be left out, and all others stay', () => {
  const all = '/*\n  A: 1\n\n# of the terminal\n/terminal/\n  B: 2\n  ! A\n/terminal/x\n  C: 3\n';
  expect(withoutRoute(all, '/terminal/')).toBe('/*\n  A: 1\n\n# of the terminal\n/terminal/x\n  C: 3\n');
});
