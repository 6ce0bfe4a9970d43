/** Sets of numbers that no rule can tell apart: what is the same for `check`, and what it runs each by itself. */
import { expect, it } from 'vitest';
import { toldApart } from '../../../src/course/alike.ts';
import { provenAs, seedsProven, seedsToRun } from '../../../src/course/variedDefects.ts';
import { numbersOf } from '../../../src/course/vary.ts';
import { exercises, network } from './lesson.ts';

const a = new Map([
  ['192.0.2.50', '192.0.2.7'],
  ['80', '18100'],
]);
const b = new Map([
  ['192.0.2.50', '192.0.2.201'],
  ['80', '21900'],
]);

it.each<[written: string, alike: boolean]>([
  ['-s 192.0.2.50 -p tcp --dport 80', true],
  ['-s 192.0.2.0/24 and a probe to 192.0.2.50:80', true],
  ['-s 192.0.2.128/25', false],
  ['--dport 20000:', false],
  ['--dport 1024:65535', true],
  ['--dport 80:90', false],
  ['--dports 22,79-80', false],
  ['--to-destination 192.0.2.20-192.0.2.30', false],
  ['-m iprange --src-range 192.0.2.2-192.0.2.9', false],
  ['-s 0.0.0.1/0.0.0.1', false],
  ['-j NETMAP --to 10.0.0.0/24', false],
  ['-m hashlimit --hashlimit-above 1/sec', false],
  ['-m set --match-set list src, and ipset add list 192.0.2.50', false],
])('%s', (written, alike) => {
  const told = toldApart(written, ['192.0.2.50', '80']);
  expect(told(a) === told(b)).toBe(alike);
});

it('what is found with the sets that run is found with all fifty', () => {
  const exercise = { ...exercises.write, varies: ['22', '192.0.2.2'] };
  expect(seedsToRun(exercise, network)).toEqual([1]);
  const proven = provenAs(exercise, network);
  for (let seed = 1; seed <= seedsProven; seed++) expect(proven(seed)).toEqual([]);
  expect(numbersOf(exercise, network.hosts, 1)).not.toEqual(numbersOf(exercise, network.hosts, 2));
});
