/**
 * What extensions remember when rules change under them. The expected numbers are those of iptables 1.8.9 on
 * Linux 6.18, one echo request over lo after each group of commands.
 */
import { describe, expect, it } from 'vitest';
import { count, traverse } from '../../../../src/netfilter/datapath/traverse.ts';
import type { Skb } from '../../../../src/netfilter/packet.ts';
import { save } from '../../../../src/netfilter/print/save.ts';
import { emptyFilterOf, tableOf } from '../../../../src/netfilter/ruleset.ts';
import type { BackendName, PacketFilter } from '../../../../src/netfilter/types.ts';
import { echo } from '../../../../src/network/packets.ts';
import { runIptables } from '../../../../src/shell/commands/iptables/iptables.ts';
import { splitWords } from '../../../../src/text/words.ts';
import { hostFor } from '../../../hostFor.ts';

const home = 0x7f000001;
const skb: Skb = {
  packet: echo({ source: home, destination: home }, 8, 1, 56),
  input: 'lo',
  output: null,
  mark: 0,
  mac: null,
  ports: null,
  type: 'unicast',
  owner: null,
  template: null,
  connection: null,
};

const run = (filter: PacketFilter, line: string): PacketFilter => {
  const done = runIptables(filter, splitWords(line).words);
  expect(done.stderr).toBe('');
  return done.filter;
};
const ping = (filter: PacketFilter): PacketFilter => {
  let { memory } = filter;
  const environment = hostFor({
    recall: (key) => memory[key],
    remember: (key, value) => {
      memory = { ...memory, [key]: value };
    },
  });
  const { visit } = traverse(tableOf(filter, 'filter'), 'INPUT', skb, environment);
  return { ...count(filter, [visit]), memory };
};

const rules = [
  '-m limit --limit 1/hour --limit-burst 1',
  '-m statistic --mode nth --every 5 --packet 0',
  '-m quota --quota 100',
  '-m hashlimit --hashlimit-upto 1/hour --hashlimit-burst 1 --hashlimit-name x',
  '-m recent --name r --rcheck',
  '-m recent --name r --set',
].map((m) => `-A INPUT -p icmp ${m}`);
const packets = (filter: PacketFilter): readonly number[] =>
  [...save(filter, { counters: true }).matchAll(/^\[(\d+):\d+\] -A INPUT -p icmp/gm)].map((m) =>
    Number(m[1]),
  );
const after = (backend: BackendName, groups: readonly (readonly string[])[]) =>
  packets(groups.reduce((f, lines) => ping(lines.reduce(run, f)), emptyFilterOf(backend)));

describe('what extensions remember', () => {
  it.each<[string, BackendName, readonly string[], readonly number[]]>([
    ['legacy loads the whole table anew with any rule', 'legacy', ['-A INPUT -p udp'], [2, 2, 2, 1, 1, 2]],
    ['nf_tables leaves the other rules alone', 'nft', ['-A INPUT -p udp'], [1, 1, 1, 1, 1, 2]],
    ['another table is no concern of theirs', 'legacy', ['-t mangle -A INPUT'], [1, 1, 1, 1, 1, 2]],
    ['zeroing counts as a change (legacy)', 'legacy', ['-Z INPUT'], [1, 1, 1, 0, 1, 1]],
    ['zeroing counts as a change (nft)', 'nft', ['-Z INPUT'], [1, 1, 1, 0, 1, 1]],
    ['a listing does not', 'legacy', ['-L INPUT'], [1, 1, 1, 1, 1, 2]],
    ['names without rules are forgotten', 'legacy', ['-F', ...rules.slice(3)], [1, 0, 1]],
    ['names without rules are forgotten (nft)', 'nft', ['-F', ...rules.slice(3)], [1, 0, 1]],
    [
      'a name that a rule still has is kept',
      'legacy',
      ['-D INPUT 4', rules[3]!, '-D INPUT 5'],
      [2, 2, 2, 1, 1],
    ],
  ])('%s', (_, backend, lines, expected) => expect(after(backend, [rules, lines])).toEqual(expected));
});
