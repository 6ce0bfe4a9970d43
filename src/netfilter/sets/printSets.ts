import { SharedNames } from '../command/sharedNames.ts';
import type { PacketFilter } from '../types.ts';
import { type Entry, entriesOf, type IpSet, setKey, setsOf } from './ipSet.ts';
import { printElement } from './printElement.ts';
import type { SetLine } from './readSetLine.ts';
import { memoryOf, printHeader, revisionOf } from './setHeader.ts';

/** How many rules and lists use a set. */
export const setReferences = (filter: PacketFilter, sharedNames: SharedNames, name: string): number =>
  sharedNames.usersOf(setKey(name)).length +
  setsOf(filter).filter(
    ([, set]) => set.type === 'list:set' && entriesOf(set, -Infinity).some((e) => e.set === name),
  ).length;

/** What `list` and `save` print. */
export const printSets = (
  filter: PacketFilter,
  sets: readonly (readonly [string, IpSet])[],
  { flags: given, saves }: SetLine,
  now: number,
): string => {
  if (saves)
    return sets
      .map(
        ([name, set]) =>
          `create ${name} ${set.type} ${printHeader(set)}\n${entriesOf(set, now)
            .map((e) => `add ${name} ${printEntry(set, e, now)}\n`)
            .join('')}`,
      )
      .join('');
  if (given.has('names')) return sets.map(([name]) => `${name}\n`).join('');
  const sharedNames = new SharedNames(filter);
  return sets
    .map(([name, set]) => {
      const entries = entriesOf(set, now);
      const head = [
        `Name: ${name}`,
        `Type: ${set.type}`,
        `Revision: ${revisionOf[set.type]}`,
        `Header: ${printHeader(set)}`,
        `Size in memory: ${memoryOf(set)}`,
        `References: ${setReferences(filter, sharedNames, name)}`,
        `Number of entries: ${entries.length}\n`,
      ].join('\n');
      return given.has('terse')
        ? head
        : `${head}Members:\n${entries.map((e) => `${printEntry(set, e, now)}\n`).join('')}`;
    })
    .join('\n');
};

/** An entry as `list` and `save` print it. Seconds are rounded down, but to 1 at least: 0 would be for ever. */
const printEntry = (set: IpSet, e: Entry, now: number): string =>
  [
    printElement(set, e),
    set.timeout !== null &&
      `timeout ${e.expires === null ? 0 : Math.max(1, Math.floor((e.expires - now) / 1000))}`,
    e.nomatch && 'nomatch',
    set.counters && `packets ${e.packets} bytes ${e.bytes}`,
    e.comment !== '' && `comment "${e.comment}"`,
  ]
    .filter(Boolean)
    .join(' ');
