/**
 * text -> netfilter -> network -> shell -> trace -> course -> lab -> pages; the command line and the container
 * see the engine and themselves. Within a folder, no file imports one that imports it, types included.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

const arrow = ['text', 'netfilter', 'network', 'shell', 'trace', 'course'] as const;
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

/** Groups of files that can reach each other by imports. Reference: Tarjan, 1972. */
const circles = (all: readonly string[]): readonly (readonly string[])[] => {
  const found: string[][] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const visit = (file: string): void => {
    index.set(file, index.size);
    low.set(file, index.get(file)!);
    stack.push(file);
    for (const name of imports(file).filter((i) => i.startsWith('.'))) {
      const to = normalize(join(dirname(file), name));
      if (!all.includes(to)) continue;
      if (!index.has(to)) {
        visit(to);
        low.set(file, Math.min(low.get(file)!, low.get(to)!));
      } else if (stack.includes(to)) low.set(file, Math.min(low.get(file)!, index.get(to)!));
    }
    if (low.get(file) !== index.get(file)) return;
    const group = stack.splice(stack.indexOf(file));
    if (group.length > 1) found.push(group.toSorted());
  };
  for (const file of all) if (!index.has(file)) visit(file);
  return found;
};

it('no imports go in a circle', () => expect(circles(files('src'))).toEqual([]));
