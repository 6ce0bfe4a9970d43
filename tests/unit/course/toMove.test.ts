import { expect, it } from 'vitest';
import { toMove } from '../../../src/course/toMove.ts';

const drop = '-A INPUT -j DROP';
const [a, b, c] = [22, 80, 443].map((port) => `-A INPUT -p tcp -m tcp --dport ${port} -j ACCEPT`) as [
  string,
  string,
  string,
];
const log = '-A INPUT -j LOG';
const few = '-A INPUT -m limit --limit 1/sec -j ACCEPT';

it.each<[mine: readonly string[], ours: readonly string[], moved: readonly string[]]>([
  [[a, b, drop], [a, b, drop], []],
  // The one rule that is before those that it hides, and none of those, whichever place they have.
  [[drop, a, b, c], [a, b, c, drop], [drop]],
  [[drop, c, b, a], [a, b, c, drop], [drop]],
  [[a, drop, b, c], [a, b, c, drop], [drop]],
  [[a, b, c, drop], [drop, c, b, a], [drop]],
  // It has the same number in both, so it is what is around it that moves.
  [
    [a, drop, b],
    [b, drop, a],
    [a, b],
  ],
  // Rules that do the same.
  [[c, b, a, drop], [a, b, c, drop], []],
  // It does not end a packet's way, or remembers the packets.
  [[a, log], [log, a], [a]],
  [[a, few], [few, a], [a]],
])('from %j to %j', (mine, ours, moved) => {
  const pairs = mine.map((rule, i) => [i, ours.indexOf(rule)] as const);
  expect(toMove(pairs, (at) => mine[at]!).map(([m]) => mine[m])).toEqual(moved);
});
