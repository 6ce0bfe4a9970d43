import { expect, it } from 'vitest';
import { prepareLab } from '../../../../src/course/prepareLab.ts';
import { runTypedLine } from '../../../../src/course/typeLines.ts';
import { type Changed, whatChanged } from '../../../../src/lab/engine/whatChanged.ts';
import { startSession } from '../../../../src/shell/session.ts';
import { labCalled } from './page.ts';

const { lab, network } = labCalled('first-table');
const fresh = startSession(prepareLab(lab, network).untouched, lab.host);
const drop = 'iptables -A INPUT -p icmp -j DROP';

it.each<[changed: Changed, line: string, ...earlier: string[]]>([
  [null, 'iptables -t raw -L'],
  [null, 'iptables -A INPUT -j ACEPT'],
  [null, 'iptables -t nat -S; iptables-save', drop],
  [null, 'ls /nowhere'],
  [null, 'ping -c 1 192.168.1.50'],
  [null, 'ping -c 1 192.168.1.50', drop, 'iptables -A OUTPUT -m limit -j LOG'],
  [null, 'sleep 300', 'ping -c 1 192.168.1.50'],
  ['network', drop],
  ['network', 'iptables -P INPUT DROP'],
  ['network', 'iptables -N mine'],
  ['network', 'iptables -F', drop],
  ['network', 'ping -c 1 192.168.1.50; iptables -D INPUT 1', drop],
  ['network', 'iptables -Z', drop, 'ping -c 1 192.168.1.50'],
  ['network', 'ipset create these hash:ip'],
  ['network', 'conntrack -F', 'ping -c 1 192.168.1.50'],
  ['network', 'sysctl -w net.ipv4.ip_forward=0'],
  ['network', 'iptables-save > /root/rules'],
  ['network', 'ip route add 10.9.0.0/16 via 192.168.1.1'],
  ['shell', 'cd /tmp'],
  ['shell', 'port=22'],
  ['shell', 'for port in 22 80; do'],
])('%s is changed by %s', (changed, line, ...earlier) => {
  let session = fresh;
  for (const before of earlier) session = runTypedLine(session, { line: before }).session;
  expect(whatChanged(session, runTypedLine(session, { line }))).toBe(changed);
});
