import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { starlightLists } from '../../../src/site/starlight-lists.ts';

const path = 'node_modules/@astrojs/starlight/dist/style/markdown.css';
const { transform } = starlightLists();

test('the rule for list items asks nothing of lists any more, and keeps its declarations', () => {
  const changed = transform.handler(readFileSync(path, 'utf8'));
  expect(changed).not.toMatch(/:is\(ol, ul\):has/);
  expect(changed).toMatch(/:where\(\.not-content \*\)\) \{\s*margin-bottom: 1\.25rem;\s*\}/);
});

test('another Starlight fails the build, and nothing else is touched', () => {
  expect(() => transform.handler('p {}')).toThrow(/has changed/);
  expect(transform.filter.id.test(path)).toBe(true);
  expect(transform.filter.id.test('src/styles/prose.css')).toBe(false);
});
