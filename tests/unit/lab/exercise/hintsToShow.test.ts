import { expect, it } from 'vitest';
import { hintsToShow } from '../../../../src/lab/exercise/hintsToShow.ts';

it.each([
  [[], ['a', 'b'], 1],
  [['a'], ['a', 'b', 'c'], 2],
  [['a', 'b', 'c'], ['a', 'x', 'c'], 2],
  [['a', 'b'], ['x'], 1],
  // One more than there are: there is no further hint.
  [['a', 'b'], ['a', 'b'], 3],
])('after %j, of %j %i are shown', (shown, hints, wanted) => {
  expect(hintsToShow(shown, hints)).toBe(wanted);
});
