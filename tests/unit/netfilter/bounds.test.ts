/** Rulesets that nobody writes by hand: each is answered or refused, and soon. */
import { describe, expect, it } from 'vitest';
import { restore } from '../../../src/netfilter/command/restore.ts';
import { traverse } from '../../../src/netfilter/datapath/traverse.ts';
import type { Skb } from '../../../src/netfilter/packet.ts';
import { save } from '../../../src/netfilter/print/save.ts';
import { emptyFilter, tableOf } from '../../../src/netfilter/ruleset.ts';
import { udpDatagram } from '../../../src/network/packets.ts';
import { runIptables } from '../../../src/shell/commands/iptables/iptables.ts';
import { splitWords } from '../../../src/text/words.ts';
import { hostFor } from '../../hostFor.ts';

const many = <T>(count: number, make: (i: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const filterOf = (lines: readonly string[]) =>
  restore(emptyFilter, ['*filter', ...lines, 'COMMIT', ''].join('\n'));
const skb: Skb = {
  packet: udpDatagram({ source: 0x0b000001, destination: 0x7f000001 }, 40000, 53, 4, ''),
  input: 'lo',
  output: null,
  mark: 0,
  mac: null,
  ports: null,
  type: 'unicast',
  connection: null,
  template: null,
  owner: null,
};
const walk = (filter: typeof emptyFilter) =>
  traverse(tableOf(filter, 'filter'), 'INPUT', skb, hostFor({})).visit;

describe('rulesets beyond measure', { timeout: 20_000 }, () => {
  it('100 000 rules are loaded, saved and walked', () => {
    const lines = many(100_000, (i) => `-A INPUT -s 10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/32 -j DROP`);
    const { filter, stderr } = filterOf(lines);
    expect(stderr).toBe('');
    expect(save(filter).split('\n').slice(4, -2)).toEqual(lines);
    expect(walk(filter).steps).toMatchObject([{ kind: 'missed', count: 100_000 }, { kind: 'policy' }]);
  });

  it('chains 5 000 deep are loaded and walked; a jump back to the first is a loop', () => {
    const chains = many(5_000, (i) => `:c${i} - [0:0]`);
    const jumps = ['-A INPUT -j c0', ...many(4_999, (i) => `-A c${i} -j c${i + 1}`)];
    const { filter, status } = filterOf([...chains, ...jumps]);
    expect(status).toBe(0);
    expect(walk(filter).verdict).toBe('ACCEPT');
    expect(filterOf([...chains, ...jumps, '-A c4999 -j c0'])).toMatchObject({
      status: 1,
      problems: [{ hint: expect.stringContaining('form a loop') }],
    });
  });

  it('chains 30 deep that jump twice each: the walk is given up, and says so', () => {
    const { filter } = filterOf([
      ...many(30, (i) => `:c${i} - [0:0]`),
      '-A INPUT -j c0',
      ...many(29, (i) => `-A c${i} -j c${i + 1}\n-A c${i} -j c${i + 1}`),
    ]);
    const visit = walk(filter);
    expect(visit.verdict).toBe('DROP');
    expect(visit.steps.at(-1)).toMatchObject({
      kind: 'gave-up',
      steps: 100_000,
    });
  });

  it.each([
    ['a word of 64 KB', `-A INPUT -m comment --comment "${'x'.repeat(65_536)}"`, 'Parameter too long!'],
    ['a line of 9 000 options', `-A INPUT ${'-m tcp '.repeat(9_000)}`, 'option "-m" requires an argument'],
  ])('%s is refused as the real command refuses it', (_, line, message) => {
    expect(filterOf([line])).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
  });

  it('two lists of 3 000 addresses are not made into nine million rules', () => {
    const list = many(3_000, (i) => `1.2.${i >> 8}.${i & 255}`).join(',');
    expect(runIptables(emptyFilter, splitWords(`-A INPUT -s ${list} -d ${list}`).words)).toMatchObject({
      status: 1,
      filter: emptyFilter,
    });
  });
});
