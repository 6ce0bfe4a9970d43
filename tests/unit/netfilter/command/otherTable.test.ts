import { expect, it } from 'vitest';
import { prepareLab } from '../../../../src/course/prepareLab.ts';
import { runText } from '../../../../src/course/runLab.ts';

const lab = (language: 'commands' | 'save') =>
  prepareLab(
    { host: 'pc', language },
    { hosts: { pc: { interfaces: { eth0: { link: 'lan', addresses: ['10.0.0.1/24'] } } } } },
  );
const problemsOf = (line: string) => runText(lab('commands'), `iptables ${line}\n`).problems;
const there = (table: string) =>
  `Put the rule there: with -t ${table} in a command, under *${table} in iptables-save text.`;
const reject = 'REJECT works only in the filter table, in INPUT or FORWARD or OUTPUT.';

// The lines to put instead are those that the hint leads to.
it.each<[line: string, hint: string, instead: readonly string[]]>([
  [
    '-t raw -A PREROUTING -j REJECT',
    `${reject} In raw, DROP is what stops a packet.`,
    ['-t raw -A PREROUTING -j DROP'],
  ],
  [
    '-t mangle -A POSTROUTING -j REJECT',
    `${reject} In mangle, DROP is what stops a packet.`,
    ['-t mangle -A POSTROUTING -j DROP'],
  ],
  [
    '-t mangle -A FORWARD -j REJECT',
    `${reject} ${there('filter')}`,
    ['INPUT', 'FORWARD', 'OUTPUT'].map((chain) => `-t filter -A ${chain} -j REJECT`),
  ],
  // nat refuses DROP.
  ['-t nat -A PREROUTING -j REJECT', `${reject} ${there('filter')}`, ['-t filter -A INPUT -j REJECT']],
  [
    '-A FORWARD -j MASQUERADE',
    `MASQUERADE works only in the nat table, in POSTROUTING. ${there('nat')}`,
    ['-t nat -A POSTROUTING -j MASQUERADE'],
  ],
  [
    '-t mangle -A POSTROUTING -j SNAT --to-source 10.0.0.1',
    `SNAT works only in the nat table, in INPUT or POSTROUTING. ${there('nat')}`,
    ['INPUT', 'POSTROUTING'].map((chain) => `-t nat -A ${chain} -j SNAT --to-source 10.0.0.1`),
  ],
  [
    '-A INPUT -j DNAT --to-destination 10.0.0.1',
    `DNAT works only in the nat table, in PREROUTING or OUTPUT. ${there('nat')}`,
    ['PREROUTING', 'OUTPUT'].map((chain) => `-t nat -A ${chain} -j DNAT --to-destination 10.0.0.1`),
  ],
  [
    '-t nat -A PREROUTING -p tcp -j TPROXY --on-port 80',
    `TPROXY works only in the mangle table, in PREROUTING. ${there('mangle')}`,
    ['-t mangle -A PREROUTING -p tcp -j TPROXY --on-port 80'],
  ],
  [
    '-A INPUT -j CT --notrack',
    `CT works only in the raw table, in PREROUTING or OUTPUT. ${there('raw')}`,
    ['PREROUTING', 'OUTPUT'].map((chain) => `-t raw -A ${chain} -j CT --notrack`),
  ],
  [
    '-t mangle -A POSTROUTING -o eth0 -j SNAT --to-source 10.0.0.1',
    `SNAT works only in the nat table, in POSTROUTING, or in INPUT without -o. ${there('nat')}`,
    [
      '-t nat -A POSTROUTING -o eth0 -j SNAT --to-source 10.0.0.1',
      '-t nat -A INPUT -j SNAT --to-source 10.0.0.1',
    ],
  ],
  [
    '-A FORWARD -i eth0 -j MASQUERADE',
    `MASQUERADE works only in the nat table, in POSTROUTING without -i. ${there('nat')}`,
    ['-t nat -A POSTROUTING -j MASQUERADE'],
  ],
  [
    '-A FORWARD -i eth0 -o eth1 -j SNAT --to-source 10.0.0.1',
    `SNAT works only in the nat table, in INPUT without -o or POSTROUTING without -i. ${there('nat')}`,
    [
      '-t nat -A INPUT -i eth0 -j SNAT --to-source 10.0.0.1',
      '-t nat -A POSTROUTING -o eth1 -j SNAT --to-source 10.0.0.1',
    ],
  ],
  [
    '-A INPUT -j TTL --ttl-set 4',
    `TTL works only in the mangle table. ${there('mangle')}`,
    ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'].map(
      (chain) => `-t mangle -A ${chain} -j TTL --ttl-set 4`,
    ),
  ],
  [
    '-A INPUT -m rpfilter -j DROP',
    `rpfilter works only in the mangle or raw table, in PREROUTING. ${there('mangle')}`,
    ['mangle', 'raw'].map((table) => `-t ${table} -A PREROUTING -m rpfilter -j DROP`),
  ],
])('%s: where it works', (line, hint, instead) => {
  expect(problemsOf(line).map((p) => p.hint)).toEqual([hint]);
  expect(instead.flatMap(problemsOf)).toEqual([]);
});

it('a line of iptables-save text gets a hint that it can follow', () => {
  const saved = (table: string, chain: string) =>
    runText(lab('save'), `*${table}\n-A ${chain} -j MASQUERADE\nCOMMIT\n`).problems.map((p) => p.hint);
  expect(saved('filter', 'OUTPUT')).toEqual([
    `MASQUERADE works only in the nat table, in POSTROUTING. ${there('nat')}`,
  ]);
  expect(saved('nat', 'POSTROUTING')).toEqual([]);
});
