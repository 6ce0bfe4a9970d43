/** After a wrong prediction: another packet that the same rule decides about. */
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
): string | null => {
  const packet = {
    probe: { name: 'it', ...probe },
    outcome: 'timeout',
    because: 'It has a reason.',
  } as const;
  const lab: Lab = {
    ...{ id: 'l', title: 'l', network: 'pair', host: 'server', language: 'commands', start },
    ...{ show: [], packets: [packet], changes: [] },
  };
  const found = anotherPacket('server', runLab(prepareLab(lab, { hosts }), start).packets, 0, tried);
  return found && `${found.from} ${sentWhere(found)}`;
};
const ssh = { from: 'visitor', tcp: '192.0.2.1:22' };

it.each([
  ['from another host', 'iptables -A INPUT -p tcp --dport 22 -j DROP', [], 'other tcp 192.0.2.1:22'],
  [
    'to another port, where the rule is about one host',
    'iptables -A INPUT -s 192.0.2.2 -j DROP',
    [],
    'visitor tcp 192.0.2.1:80',
  ],
  [
    'not one that another rule decides about',
    'iptables -A INPUT -s 192.0.2.3 -j DROP\niptables -A INPUT -p tcp --dport 22 -j DROP',
    [],
    'server tcp 192.0.2.1:22',
  ],
  [
    'not one that was asked about',
    'iptables -A INPUT -s 192.0.2.2 -j DROP',
    [{ from: 'visitor', tcp: '192.0.2.1:80' }],
    'visitor tcp 192.0.2.1:443',
  ],
  [
    'none, where the rule is about one packet',
    'iptables -A INPUT -s 192.0.2.2 -p tcp --dport 22 -j DROP',
    [],
    null,
  ],
])('%s', (_, start, tried, packet) => expect(others(start, ssh, tried)).toBe(packet));

it('the policy decides as a rule does', () =>
  expect(others('iptables -A INPUT -p tcp --dport 80 -j ACCEPT\niptables -P INPUT DROP', ssh)).toBe(
    'other tcp 192.0.2.1:22',
  ));
