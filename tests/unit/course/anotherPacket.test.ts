/** After a wrong prediction: another packet that asks the same, if possible with another answer. */
import { expect, it } from 'vitest';
import { anotherPacket } from '../../../src/course/anotherPacket.ts';
import type { Lab } from '../../../src/course/lab.ts';
import { prepareLab } from '../../../src/course/prepareLab.ts';
import { runLab } from '../../../src/course/runLab.ts';
import { sentWhere } from '../../../src/network/sentWhere.ts';
import { network } from './lesson.ts';

const hosts = {
  ...network.hosts,
  other: { interfaces: { eth0: { link: 'l', addresses: ['192.0.2.3/24'] } } },
};
const others = (
  start: string,
  probe: { readonly from: string; readonly tcp: string },
  tried: readonly { readonly from: string; readonly tcp: string }[] = [],
  known: typeof tried = [],
): string | null => {
  const packet = {
    probe: { name: 'it', ...probe },
    outcome: 'timeout',
    because: 'It has a reason.',
  } as const;
  const lab: Lab = {
    id: 'l',
    title: 'l',
    network: 'pair',
    host: 'server',
    language: 'commands',
    start,
    show: [],
    packets: [packet],
    changes: [],
  };
  const found = anotherPacket('server', runLab(prepareLab(lab, { hosts }), start).packets, 0, tried, known);
  return found && `${found.from} ${sentWhere(found)}`;
};
const ssh = { from: 'visitor', tcp: '192.0.2.1:22' };

const one = 'iptables -A INPUT -s 192.0.2.2 -j DROP';
const http = { from: 'visitor', tcp: '192.0.2.1:80' };

it.each([
  [
    'with the other outcome: to another port',
    'iptables -A INPUT -p tcp --dport 22 -j DROP',
    [],
    'visitor tcp 192.0.2.1:80',
  ],
  ['with the other outcome: from another host', one, [], 'other tcp 192.0.2.1:22'],
  [
    'with the first outcome, after the other one was shown',
    one,
    [{ ...ssh, from: 'other' }],
    'visitor tcp 192.0.2.1:80',
  ],
  ['not one that was asked about', one, [http, { ...ssh, from: 'other' }], 'visitor tcp 192.0.2.1:443'],
  [
    'with the same outcome, where there is no other',
    'iptables -A INPUT -j DROP',
    [],
    'visitor tcp 192.0.2.1:80',
  ],
  [
    'none that another rule decides about',
    `iptables -A INPUT -s 192.0.2.2 -p tcp --dport 22 -j DROP\niptables -P INPUT DROP`,
    [],
    null,
  ],
  [
    'by another protocol, if that is the fact that decides',
    'iptables -A INPUT -p tcp -j DROP',
    [],
    'visitor ping 192.0.2.1',
  ],
  [
    'past the policy, where that decided',
    'iptables -A INPUT -p tcp --dport 80 -j ACCEPT\niptables -P INPUT DROP',
    [],
    'visitor tcp 192.0.2.1:80',
  ],
])('%s', (_, start, tried, packet) => expect(others(start, ssh, tried)).toBe(packet));

it('none, where the only one was asked about in place of another packet', () => {
  const rule = `iptables -A INPUT -s 192.0.2.2 -p tcp -m multiport --dports 22,80 -j DROP\niptables -P INPUT DROP`;
  expect(others(rule, ssh)).toBe('visitor tcp 192.0.2.1:80');
  expect(others(rule, ssh, [], [http])).toBeNull();
});

it('not one whose end was shown in place of another packet', () =>
  expect(others(one, ssh, [], [{ ...ssh, from: 'other' }])).toBe('other tcp 192.0.2.1:80'));
