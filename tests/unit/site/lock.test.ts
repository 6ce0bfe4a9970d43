import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { missing, platformOf } from '../../../src/tasks/lock.mjs';

const lock = JSON.parse(readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8'));

test('package-lock.json holds every optional package, or npm ci refuses it (npm run lock adds them)', () => {
  expect(missing(lock.packages).map(([path]) => path)).toEqual([]);
});

test('package-lock.json names no registry', () => {
  expect(JSON.stringify(lock)).not.toContain('"resolved"');
});

test.each([
  ['@biomejs/cli-darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
  ['@astrojs/compiler-binding-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ['@pagefind/windows-x64', { os: ['win32'], cpu: ['x64'] }],
  ['@astrojs/compiler-binding-wasm32-wasi', { cpu: ['wasm32'] }],
])('%s', (name, platform) => expect(platformOf(name)).toEqual(platform));
