/**
 * netfilter -> network -> shell -> course -> lab -> pages; the command line and the container see the engine
 * and themselves.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

const arrow = ['netfilter', 'network', 'shell', 'course'] as const;
const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((f) => /\.tsx?$/.test(f))
    .map((f) => join(folder, f));
const imports = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/from '([^']+)'|import '([^']+)'/g)].map((m) => (m[1] ?? m[2])!);

const outside = (
  folder: string,
  stays: (file: string) => boolean,
  allowed: readonly string[],
): readonly string[] =>
  files(folder)
    .filter(stays)
    .flatMap((file) =>
      imports(file)
        .map((to) => (to.startsWith('.') ? normalize(join(dirname(file), to)) : to))
        .filter((to) => !allowed.some((a) => to.startsWith(a)))
        .map((to) => `${file} imports ${to}`),
    );

it.each(arrow)('%s imports nothing from its right, from node or from npm', (layer) =>
  expect(
    outside(
      `src/${layer}`,
      () => true,
      arrow.slice(0, arrow.indexOf(layer) + 1).map((l) => `src/${l}/`),
    ),
  ).toEqual([]),
);

const engine = arrow.map((l) => `src/${l}/`);
const inNode = (file: string) => file.includes('/inside/') || file.endsWith('/local.ts');

it('what of the container a page loads knows the engine and the vendor’s module, and nothing of node', () =>
  expect(
    outside('src/container', (f) => !inNode(f), [
      ...engine,
      '@webcontainer/api',
      ...files('src/container').filter((f) => !inNode(f)),
    ]),
  ).toEqual([]));

it('what runs inside the container knows the engine and node, and nothing of pages', () =>
  expect(outside('src/container', inNode, [...engine, 'src/container/', 'node:'])).toEqual([]));

it('the command line and the lab know nothing of pages', () => {
  const strangers = [...files('src/cli'), ...files('src/lab')].filter((f) =>
    imports(f).some((to) => /components|pages/.test(to)),
  );
  expect(strangers).toEqual([]);
});
