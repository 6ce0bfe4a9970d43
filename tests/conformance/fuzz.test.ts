/**
 * Random cases against the real commands. Always the same here, so that a failure means a change; `npm run
 * conformance:fuzz` looks for new ones.
 */
import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';
import { unavailable } from './real.ts';

const why = unavailable();

it.skipIf(why !== null).each([
  ['rules', 'legacy', 1, 500],
  ['rules', 'legacy', 2, 500],
  ['rules', 'legacy', 3, 500],
  ['rules', 'nft', 1, 250],
  ['commands', 'legacy', 1, 600],
  ['commands', 'nft', 1, 300],
  ['restores', 'legacy', 1, 100],
  ['restores', 'nft', 1, 50],
] as const)(
  `random %s are taken, printed and refused as the real command (%s) does, seed %i${why ? ` (skipped: ${why})` : ''}`,
  { timeout: 120_000 },
  (kind, backend, seed, count) => {
    expect(fuzz(seed, count, kind, backend)).toEqual([]);
  },
);
