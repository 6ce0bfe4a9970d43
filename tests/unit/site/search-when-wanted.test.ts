import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { searchWhenWanted } from '../../../src/site/search-when-wanted.ts';

const id = 'node_modules/@astrojs/starlight/dist/components/Search.astro?astro&type=script&index=0&lang.ts';
const { transform } = searchWhenWanted();

test('Starlight’s search waits to be wanted instead of for a quiet moment', () => {
  const source = readFileSync('node_modules/@astrojs/starlight/dist/components/Search.astro', 'utf8');
  const changed = transform.handler(source, id)!;
  expect(changed).not.toContain('requestIdleCallback');
  expect(changed).toContain("import('@pagefind/default-ui')");
});

test('another Starlight fails the build, and nothing else is touched', () => {
  expect(() => transform.handler('onIdle(load)', id)).toThrow(/has changed/);
  expect(transform.filter.id.test(id)).toBe(true);
  expect(transform.filter.id.test('src/lab/Lab.tsx')).toBe(false);
});
