/** Random rules against the real command. Always the same here, so that a failure means a change; `npm run conformance:fuzz` looks for new ones. */
import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';
import { unavailable } from './real.ts';

const why = unavailable();

it.skipIf(why !== null).each([1, 2, 3, 4])(`seed %i: 500 random rules are read, printed and refused as the real command does${why ? ` (skipped: ${why})` : ''}`, { timeout: 120_000 }, (seed) => {
  expect(fuzz(seed, 500)).toEqual([]);
});
