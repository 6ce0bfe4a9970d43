import { expect, test } from 'vitest';
import { slugOf } from '../../../src/site/slug-of.ts';

test.each([
  ['lessons/01-listing-all-four-tables.mdx', 'lessons/listing-all-four-tables'],
  ['lessons/12-a-2-b.mdx', 'lessons/a-2-b'],
  ['reference/targets/DNAT.mdx', 'reference/targets/dnat'],
])('%s is at %s', (file, slug) => expect(slugOf(file)).toBe(slug));
