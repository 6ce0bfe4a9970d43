/** netfilter -> network -> shell -> course -> lab -> pages; the command line sees the engine and itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

const arrow = ['netfilter', 'network', 'shell', 'course'] as const;
const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((f) => /\.tsx?$/.test(f)).map((f) => join(folder, f));
const imports = (file: string): string[] => [...readFileSync(file, 'utf8').matchAll(/from '([^']+)'|import '([^']+)'/g)].map((m) => (m[1] ?? m[2])!);

it.each(arrow)('%s imports nothing from its right, from node or from npm', (layer) => {
  const allowed = arrow.slice(0, arrow.indexOf(layer) + 1).map((l) => `src/${l}/`);
  const strangers = files(`src/${layer}`).flatMap((file) =>
    imports(file)
      .map((to) => (to.startsWith('.') ? normalize(join(dirname(file), to)) : to))
      .filter((to) => !allowed.some((a) => to.startsWith(a)))
      .map((to) => `${file} imports ${to}`),
  );
  expect(strangers).toEqual([]);
});

it('the command line and the lab know nothing of pages', () => {
  const strangers = [...files('src/cli'), ...files('src/lab')].filter((f) => imports(f).some((to) => /components|pages/.test(to)));
  expect(strangers).toEqual([]);
});
