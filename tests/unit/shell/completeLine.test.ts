import { expect, test } from 'vitest';
import { completeLine } from '../../../src/shell/completeLine.ts';
import { enter } from '../../../src/shell/enter.ts';
import { atTerminal } from './terminal.ts';

const session = enter(
  atTerminal(),
  "iptables -N WEB; mkdir logs; touch notes 'a b'; iptables-save > /etc/iptables/rules.v4; ipset create blocked hash:ip",
).session;

const offers: readonly {
  readonly line: string;
  readonly wanted: readonly string[];
  readonly exactly?: true;
}[] = [
  { line: 'ipt|', wanted: ['iptables', 'iptables-save', 'iptables-restore'], exactly: true },
  { line: 'echo | gr|', wanted: ['grep'], exactly: true },
  { line: 'sudo ipt|', wanted: ['iptables'] },
  { line: 'for i in 1; do ec|', wanted: ['echo'], exactly: true },
  { line: 'echo $(host|', wanted: ['hostname'], exactly: true },
  { line: 'X=1 wh|', wanted: ['whoami', 'which'] },
  { line: 'ssh s|', wanted: ['server'], exactly: true },
  { line: 'man iptables-s|', wanted: ['iptables-save'], exactly: true },
  { line: 'cat n|', wanted: ['notes'], exactly: true },
  { line: 'cat |', wanted: ['a\\ b', 'logs/', 'notes'], exactly: true },
  { line: 'cd |', wanted: ['logs/'], exactly: true },
  { line: 'cat a\\ |', wanted: ['a\\ b'], exactly: true },
  { line: 'iptables-restore < /etc/ip|', wanted: ['/etc/iptables/'], exactly: true },
  { line: 'cat /etc/iptables/|', wanted: ['/etc/iptables/rules.v4'], exactly: true },
  { line: 'cat ~/no|', wanted: ['~/notes'], exactly: true },
  { line: 'cat /proc/sys/net/ipv4/ip_def|', wanted: ['/proc/sys/net/ipv4/ip_default_ttl'], exactly: true },
  { line: 'iptables -t n|', wanted: ['nat'], exactly: true },
  { line: 'iptables -t nat -A PRE|', wanted: ['PREROUTING'], exactly: true },
  { line: 'iptables -A W|', wanted: ['WEB'], exactly: true },
  { line: 'iptables -t nat -A W|', wanted: [], exactly: true },
  { line: 'true && iptables -A INPUT -j W|', wanted: ['WEB'], exactly: true },
  { line: 'iptables -A INPUT -p tcp --dp|', wanted: ['--dport'], exactly: true },
  { line: 'iptables -A INPUT -m conntrack --ctstate NEW,E|', wanted: ['ESTABLISHED'] },
  { line: 'iptables-save -t m|', wanted: ['mangle'], exactly: true },
  { line: 'ipset cr|', wanted: ['create'], exactly: true },
  { line: 'ipset create x hash:n|', wanted: ['hash:net', 'hash:net,port'], exactly: true },
  { line: 'ipset add |', wanted: ['blocked'], exactly: true },
  { line: 'iptables -A INPUT -m set --match-set |', wanted: ['blocked'], exactly: true },
  { line: "echo 'ipt|", wanted: [], exactly: true },
  { line: 'nosuch x|', wanted: [], exactly: true },
];

test.each(offers)('$line', ({ line, wanted, exactly }) => {
  const labels = completeLine(session, line.slice(0, -1), line.length - 1)?.choices.map((c) => c.label) ?? [];
  if (exactly) expect(labels).toEqual(wanted);
  else expect(labels).toEqual(expect.arrayContaining([...wanted]));
});
