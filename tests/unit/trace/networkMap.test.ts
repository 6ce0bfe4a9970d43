import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readNetworks } from '../../../src/cli/files.ts';
import {
  type Box,
  layOutMap,
  type MapHost,
  markerIn,
  type NetworkMap,
  type Point,
  pathOver,
} from '../../../src/trace/networkMap.ts';

const seed = 20260729;
const cut = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const around = ([a, b]: readonly [Point, Point], by = 0.5): Box => ({
  x: Math.min(a.x, b.x) - by,
  y: Math.min(a.y, b.y) - by,
  width: Math.abs(a.x - b.x) + 2 * by,
  height: Math.abs(a.y - b.y) + 2 * by,
});

/** Everything that would look wrong in a picture, in words. */
const flaws = (map: NetworkMap): string[] => {
  const found: string[] = [];
  const within = (what: string, b: Box) => {
    if (b.x < -1 || b.y < -1 || b.x + b.width > map.width + 1 || b.y + b.height > map.height + 1)
      found.push(`${what} stands out of the map`);
  };
  for (const [i, h] of map.hosts.entries()) {
    within(h.name, h);
    if (h.height < 40) found.push(`${h.name} is too low for a finger`);
    for (const other of map.hosts.slice(i + 1))
      if (cut(h, other)) found.push(`${h.name} is on ${other.name}`);
    for (const l of map.links) {
      if (cut(h, around(l.line))) found.push(`the line ${l.name} runs through ${h.name}`);
      for (const s of l.stubs)
        if (cut({ ...h, x: h.x + 1, y: h.y + 1, width: h.width - 2, height: h.height - 2 }, around(s.at, 0)))
          found.push(`the stub of ${s.host} to ${l.name} runs through ${h.name}`);
    }
  }
  for (const [i, l] of map.links.entries()) {
    within(l.name, around(l.line, 0));
    for (const other of map.links.slice(i + 1)) {
      if (cut(around(l.line), around(other.line))) found.push(`the lines ${l.name} and ${other.name} touch`);
      if (map.direction === 'down' && l.label && other.label && l.label.y === other.label.y)
        found.push(`the names of ${l.name} and ${other.name} share a row`);
    }
  }
  return found;
};

const networks: fc.Arbitrary<readonly MapHost[]> = fc
  .array(
    fc.record({
      links: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 3 }),
      lines: fc.integer({ min: 0, max: 4 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((hosts) => hosts.map((h, i) => ({ name: `host-${i}`, ...h })));

it('any network of 1 to 8 machines has a picture without overlaps, in a telephone and on a desk', () => {
  fc.assert(
    fc.property(networks, fc.constantFrom(250, 268, 397, 560, 830, 1200), (hosts, width) => {
      expect(flaws(layOutMap(hosts, width))).toEqual([]);
    }),
    { seed, numRuns: 2000 },
  );
});

it.each(Object.entries(readNetworks('content')))(
  '%s: links that lie side by side share a lane, so that no stub crosses a line',
  (_, { hosts }) => {
    const map = layOutMap(
      Object.entries(hosts).map(([name, h]) => ({
        name,
        links: Object.values(h.interfaces ?? {}).flatMap((i) => i.link ?? []),
        lines: 2,
      })),
      900,
    );
    expect(map.direction).toBe('across');
    for (const l of map.links)
      for (const other of map.links)
        if (l !== other)
          for (const s of l.stubs)
            expect(cut(around(s.at), around(other.line)), `${l.name} over ${other.name}`).toBe(false);
  },
);

it('puts machines below each other where they do not fit side by side', () => {
  const hosts = ['a', 'b', 'c'].map((name) => ({ name, links: ['lan'], lines: 1 }));
  expect([268, 430, 830].map((width) => layOutMap(hosts, width).direction)).toEqual([
    'down',
    'across',
    'across',
  ]);
});

it('leads a packet from one machine to the other over the link, and knows when there is none', () => {
  const map = layOutMap(
    [
      { name: 'a', links: ['lan'], lines: 1 },
      { name: 'b', links: ['lan', 'wan'], lines: 2 },
    ],
    600,
  );
  const way = pathOver(map, 'lan', 'a', 'b')!;
  expect(way.out[0]).toEqual(markerIn(map, 'a'));
  expect(way.out.at(-1)).toEqual(way.in[0]);
  expect(way.in.at(-1)).toEqual(markerIn(map, 'b'));
  const back = pathOver(map, 'lan', 'b', 'a')!;
  expect([...back.out, ...back.in]).toEqual([...way.out, ...way.in].reverse());
  expect(pathOver(map, 'wan', 'a', 'b')).toBeNull();
  expect(markerIn(map, 'elsewhere')).toBeNull();
});
