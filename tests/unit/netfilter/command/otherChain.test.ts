/** Where a target or match is in a chain that it does not work in: the chains in which the whole line can be. */
import { expect, it } from 'vitest';
import { prepareLab } from '../../../../src/course/prepareLab.ts';
import { runText } from '../../../../src/course/runLab.ts';
import '../../../../src/netfilter/allExtensions.ts';

const lab = prepareLab(
  { host: 'pc', language: 'commands' },
  { hosts: { pc: { interfaces: { eth0: { link: 'lan', addresses: ['10.0.0.1/24'] } } } } },
);
const problemsOf = (table: string, chain: string, rule: string) =>
  runText(lab, `iptables -t ${table} -A ${chain} ${rule}\n`).problems;

const snat = '-j SNAT --to-source 10.0.0.1';
const dnat = '-j DNAT --to-destination 10.0.0.1';

/** Chains that the rule can be in as it is; then those that it can be in without these words of it. */
type Instead = readonly [whole: readonly string[], partly?: readonly string[], without?: string];

it.each<[table: string, chain: string, rule: string, name: string, ...Instead]>([
  ['nat', 'OUTPUT', snat, 'SNAT', ['INPUT', 'POSTROUTING']],
  ['nat', 'OUTPUT', `-o eth0 ${snat}`, 'SNAT', ['POSTROUTING'], ['INPUT'], '-o eth0'],
  ['nat', 'PREROUTING', `-i eth0 ${snat}`, 'SNAT', ['INPUT'], ['POSTROUTING'], '-i eth0'],
  [
    'nat',
    'OUTPUT',
    `-m owner --uid-owner 0 ${snat}`,
    'SNAT',
    ['POSTROUTING'],
    ['INPUT'],
    '-m owner --uid-owner 0',
  ],
  ['nat', 'OUTPUT', '-o eth0 -j MASQUERADE', 'MASQUERADE', ['POSTROUTING']],
  ['nat', 'INPUT', dnat, 'DNAT', ['PREROUTING', 'OUTPUT']],
  ['nat', 'INPUT', `-i eth0 ${dnat}`, 'DNAT', ['PREROUTING'], ['OUTPUT'], '-i eth0'],
  ['nat', 'POSTROUTING', `-o eth0 ${dnat}`, 'DNAT', ['OUTPUT'], ['PREROUTING'], '-o eth0'],
  ['nat', 'INPUT', '-i eth0 -j REDIRECT', 'REDIRECT', ['PREROUTING'], ['OUTPUT'], '-i eth0'],
  ['nat', 'POSTROUTING', '-o eth0 -j REDIRECT', 'REDIRECT', ['OUTPUT'], ['PREROUTING'], '-o eth0'],
  [
    'mangle',
    'PREROUTING',
    '-i eth0 -j CLASSIFY --set-class 1:1',
    'CLASSIFY',
    ['FORWARD'],
    ['OUTPUT', 'POSTROUTING'],
    '-i eth0',
  ],
  [
    'mangle',
    'POSTROUTING',
    '-o eth0 -m mac --mac-source 02:00:00:00:00:01',
    'mac',
    ['FORWARD'],
    ['PREROUTING', 'INPUT'],
    '-o eth0',
  ],
  // A chain that does not take the rule's target is no place for it.
  ['nat', 'INPUT', `-m owner --uid-owner 0 ${dnat}`, 'owner', ['OUTPUT']],
  // filter has no POSTROUTING.
  ['filter', 'INPUT', '-m owner --uid-owner 0', 'owner', ['OUTPUT']],
])('%s %s %s', (table, chain, rule, name, whole, partly = [], without = '') => {
  const option = without.replace(/ .*/, without.startsWith('-m') ? ' owner' : '');
  const others = partly.map((there) => `${there} without ${option}`).join(' or ');
  expect(problemsOf(table, chain, rule).map((p) => p.hint)).toEqual([
    `${name} does not work in ${chain}. Use it in ${whole.join(' or ')}${others && `, or in ${others}`}.`,
  ]);
  expect(whole.flatMap((there) => problemsOf(table, there, rule))).toEqual([]);
  for (const there of partly) {
    expect(problemsOf(table, there, rule)).not.toEqual([]);
    expect(problemsOf(table, there, rule.replace(`${without} `, ''))).toEqual([]);
  }
});

it.each<[table: string, chain: string, rule: string, says: string, there: string, without: string]>([
  ['nat', 'PREROUTING', '-i eth0 -j MASQUERADE', 'MASQUERADE', 'POSTROUTING', '-i'],
  ['mangle', 'FORWARD', '-o eth0 -p tcp -j TPROXY --on-port 80', 'TPROXY', 'PREROUTING', '-o'],
])('%s %s %s: in no chain as it is', (table, chain, rule, name, there, without) => {
  expect(problemsOf(table, chain, rule).map((p) => p.hint)).toEqual([
    `${name} does not work in ${chain}. Use it in ${there} without ${without}.`,
  ]);
  expect(problemsOf(table, there, rule)).not.toEqual([]);
  expect(problemsOf(table, there, rule.replace(`${without} eth0 `, ''))).toEqual([]);
});
