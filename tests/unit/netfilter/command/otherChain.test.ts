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

it.each<[table: string, chain: string, rule: string, name: string, instead: readonly string[]]>([
  ['nat', 'OUTPUT', snat, 'SNAT', ['INPUT', 'POSTROUTING']],
  ['nat', 'OUTPUT', `-o eth0 ${snat}`, 'SNAT', ['POSTROUTING']],
  ['nat', 'PREROUTING', `-i eth0 ${snat}`, 'SNAT', ['INPUT']],
  ['nat', 'OUTPUT', `-m owner --uid-owner 0 ${snat}`, 'SNAT', ['POSTROUTING']],
  ['nat', 'OUTPUT', '-o eth0 -j MASQUERADE', 'MASQUERADE', ['POSTROUTING']],
  ['nat', 'INPUT', dnat, 'DNAT', ['PREROUTING', 'OUTPUT']],
  ['nat', 'INPUT', `-i eth0 ${dnat}`, 'DNAT', ['PREROUTING']],
  ['nat', 'POSTROUTING', `-o eth0 ${dnat}`, 'DNAT', ['OUTPUT']],
  ['nat', 'INPUT', '-i eth0 -j REDIRECT', 'REDIRECT', ['PREROUTING']],
  ['nat', 'POSTROUTING', '-o eth0 -j REDIRECT', 'REDIRECT', ['OUTPUT']],
  ['mangle', 'PREROUTING', '-i eth0 -j CLASSIFY --set-class 1:1', 'CLASSIFY', ['FORWARD']],
  ['mangle', 'POSTROUTING', '-o eth0 -m mac --mac-source 02:00:00:00:00:01', 'mac', ['FORWARD']],
  // filter has no POSTROUTING.
  ['filter', 'INPUT', '-m owner --uid-owner 0', 'owner', ['OUTPUT']],
])('%s %s %s', (table, chain, rule, name, instead) => {
  expect(problemsOf(table, chain, rule).map((p) => p.hint)).toEqual([
    `${name} does not work in ${chain}. Use it in ${instead.join(' or ')}.`,
  ]);
  expect(instead.flatMap((there) => problemsOf(table, there, rule))).toEqual([]);
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
