import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  emptyIntMap,
  entries,
  get,
  type IntMap,
  put,
  without,
} from '../../../../src/netfilter/state/intMap.ts';

const key = fc.oneof(fc.nat(70), fc.nat(1 << 20), fc.nat(2 ** 49));

it('holds what a Map holds after the same changes, in the order of the keys, and earlier maps stay as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ key, value: fc.option(fc.nat()) })), (changes) => {
      const versions: [IntMap<number>, Map<number, number>][] = [[emptyIntMap, new Map()]];
      for (const { key, value } of changes) {
        const [map, model] = versions.at(-1)!;
        const next = new Map(model);
        if (value === null) next.delete(key);
        else next.set(key, value);
        versions.push([value === null ? without(map, key) : put(map, key, value), next]);
      }
      for (const [map, model] of versions) {
        expect([...entries(map)]).toEqual([...model].sort(([a], [b]) => a - b));
        expect(map.size).toBe(model.size);
        for (const { key } of changes) expect(get(map, key)).toBe(model.get(key));
        expect(structuredClone(map)).toEqual(JSON.parse(JSON.stringify(map)));
      }
    }),
  );
});

it('shares with the map before all but the way to what changed', () => {
  let map: IntMap<number> = emptyIntMap;
  for (let i = 0; i < 50_000; i++) map = put(map, i, i);
  const after = put(map, 30_000, -1);
  expect(after.root.filter((node, i) => node !== map.root[i])).toHaveLength(1);
});
