/** `npm run four-tables` in a checkout: a changed source is picked up, and what the bundle needs may be missing. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'four-tables-launcher-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modules = join(folder, 'node_modules');
const cache = join(modules, '.cache');
const source = join(folder, 'src/cli/restore.ts');

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  cpSync('src', join(folder, 'src'), { recursive: true });
  cpSync('package.json', join(folder, 'package.json'));
  mkdirSync(modules);
  for (const name of ['esbuild', 'yaml', 'astro'])
    symlinkSync(resolve('node_modules', name), join(modules, name));
});

const run = (args: readonly string[], input = '') =>
  new Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }>((done) => {
    const child = execFile(
      process.execPath,
      [join(folder, 'src/tasks/four-tables.mjs'), ...args],
      { cwd: tmpdir() },
      (error, stdout, stderr) => done({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdin!.end(input);
  });
const change = (from: string, to: string): void =>
  writeFileSync(source, readFileSync(source, 'utf8').replace(from, to));
const bundled = (): boolean => existsSync(join(cache, 'four-tables'));

test('arguments, standard input, messages and exit status go through', async () => {
  const input = '*filter\n-A INPUT -j DROP\nCOMMIT\n';
  const first = await run(['restore', '--save'], input);
  expect(first).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('-A INPUT -j DROP') });
  expect(bundled()).toBe(true);
  expect(await run(['restore', '--save'], input)).toEqual(first);
  const wrong = await run(['restore'], '*filter\n-A INPUT --foo\nCOMMIT\n');
  expect(wrong).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--foo') });
});

test('a changed source is picked up, also by several that start at once', async () => {
  expect((await run(['--help'])).stdout).toContain('loads iptables-save text from stdin');
  change('loads iptables-save text', 'reads iptables-save text');
  for (const { stdout, status } of await Promise.all(Array.from({ length: 4 }, () => run(['--help'])))) {
    expect(stdout).toContain('reads iptables-save text from stdin');
    expect(status).toBe(0);
  }
  change('reads iptables-save text', 'takes iptables-save text');
  expect((await run(['--help'])).stdout).toContain('takes iptables-save text from stdin');
});

test('without esbuild it runs from the sources', async () => {
  rmSync(join(modules, 'esbuild'));
  expect(await run(['restore', '--save'], '*filter\nCOMMIT\n')).toMatchObject({ status: 0, stderr: '' });
  expect(bundled()).toBe(false);
});

test('where the folder cannot be written it runs from the sources', async () => {
  writeFileSync(cache, 'a file, not a folder');
  expect(await run(['restore', '--save'], '*filter\nCOMMIT\n')).toMatchObject({ status: 0, stderr: '' });
});
