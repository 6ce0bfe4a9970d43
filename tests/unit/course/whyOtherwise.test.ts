import { expect, it } from 'vitest';
import type { OtherPacket } from '../../../src/course/kinds/predict.ts';
import { sendInstead } from '../../../src/course/kinds/predict.ts';
import { prepareLab } from '../../../src/course/prepareLab.ts';
import { runLab } from '../../../src/course/runLab.ts';
import { whyOtherwise } from '../../../src/course/whyOtherwise.ts';

const hosts = {
  server: {
    interfaces: { eth0: { link: 'net', addresses: ['192.0.2.10/24'] } },
    listen: ['tcp/22', 'tcp/80'],
  },
  mirror: {
    interfaces: { eth0: { link: 'net', addresses: ['192.0.2.53/24'] } },
    listen: ['tcp/80', 'udp/53'],
  },
};
const established = 'iptables -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT\n';

/** The exercise's packet is called p. */
it.each<[rules: string, of: OtherPacket, other: OtherPacket, says: string | null]>([
  [
    `${established}iptables -P INPUT DROP`,
    { from: 'server', tcp: '192.0.2.53:80' },
    { from: 'server', udp: '192.0.2.53:123' },
    "Rule 1 of INPUT in filter decided about the answer to “p”. It does not match the error message about this packet: it needs state ESTABLISHED; the packet's state is RELATED.",
  ],
  [
    `${established}iptables -P INPUT DROP`,
    { from: 'server', udp: '192.0.2.53:123' },
    { from: 'server', udp: '192.0.2.53:53' },
    "Rule 1 of INPUT in filter does not match the error message about “p”: it needs state ESTABLISHED; the packet's state is RELATED.",
  ],
  [
    'iptables -A INPUT -p tcp -j ACCEPT\niptables -P INPUT DROP',
    { from: 'server', tcp: '192.0.2.53:80' },
    { from: 'server', udp: '192.0.2.53:53' },
    'Rule 1 of INPUT in filter decided about the answer to “p”. It does not match the answer to this packet: it needs tcp; the packet is udp.',
  ],
  [
    'iptables -A INPUT -p tcp --dport 22 -j DROP',
    { from: 'mirror', tcp: '192.0.2.10:22' },
    { from: 'mirror', tcp: '192.0.2.10:80' },
    'Rule 1 of INPUT in filter decided about “p”. It does not match this packet: it needs destination port 22; the packet has port 80.',
  ],
  [
    'iptables -A INPUT -p tcp --dport 22 -j DROP',
    { from: 'mirror', tcp: '192.0.2.10:80' },
    { from: 'mirror', tcp: '192.0.2.10:22' },
    'Rule 1 of INPUT in filter does not match “p”: it needs destination port 22; the packet has port 80.',
  ],
  // The rule for answers decides here about what the client sends second.
  [
    `${established}iptables -A INPUT -p tcp -m conntrack --ctstate NEW -j ACCEPT`,
    { from: 'mirror', tcp: '192.0.2.10:80' },
    { from: 'server', udp: '192.0.2.53:123' },
    "Rule 1 of INPUT in filter decided about a later packet of “p”. It does not match the error message about this packet: it needs state ESTABLISHED; the packet's state is RELATED.",
  ],
  ['iptables -L', { from: 'mirror', tcp: '192.0.2.10:22' }, { from: 'mirror', tcp: '192.0.2.10:80' }, null],
])('%s: %o, %o', (start, of, other, says) => {
  const lab = {
    id: 'l',
    title: 'l',
    network: 'n',
    host: 'server',
    language: 'commands',
    start: '',
    show: [],
    packets: [{ probe: { name: 'p', ...of }, outcome: 'connected', because: '' }],
    changes: [],
  } as const;
  const { packets } = runLab(prepareLab(lab, { hosts }), `${start}\n`);
  expect(whyOtherwise(packets[0]!, sendInstead(packets[0]!, other), lab.host)).toBe(says);
});
