import { expect, it } from 'vitest';
import { prepareLab } from '../../../src/course/prepareLab.ts';
import { runLab } from '../../../src/course/runLab.ts';
import { sayDecided } from '../../../src/course/sayDecided.ts';
import type { ProbeSpec } from '../../../src/network/scenario.ts';

const hosts = {
  client: { interfaces: { eth0: { link: 'net', addresses: ['192.0.2.2/24'] } } },
  dockerhost: {
    forwarding: true,
    interfaces: {
      eth0: { link: 'net', addresses: ['192.0.2.1/24'] },
      docker0: { link: 'docker', addresses: ['172.17.0.1/16'] },
    },
  },
  web: {
    interfaces: { eth0: { link: 'docker', addresses: ['172.17.0.2/16'] } },
    routes: ['default via 172.17.0.1'],
    listen: ['tcp/80'],
  },
};
const dnat = 'iptables -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80\n';
const dnatted =
  'Rule 1 of PREROUTING in nat decided: -A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80';

// What the kernel does with these rules is in tests/conformance; here it is told.
it.each<[rules: string, says: readonly string[]]>([
  ['iptables -L INPUT', ['It reaches dockerhost, where no program listens for it.']],
  // The policy that let it pass is told beside the rule that wrote another address on it.
  [`${dnat}iptables -L`, [dnatted, 'No rule of FORWARD in filter decided, so its policy did: ACCEPT.']],
  // A rule that only the reply can match is not said to have decided about the packet.
  [
    `${dnat}iptables -A FORWARD -o docker0 -j DOCKER\niptables -N DOCKER`,
    [dnatted, 'No rule of FORWARD in filter decided, so its policy did: ACCEPT.'],
  ],
  [
    `${dnat}iptables -A FORWARD -i docker0 ! -o docker0 -j ACCEPT`,
    [
      dnatted,
      'No rule of FORWARD in filter decided, so its policy did: ACCEPT.',
      'Rule 1 of FORWARD in filter decided about its reply: -A FORWARD -i docker0 ! -o docker0 -j ACCEPT',
    ],
  ],
  [
    `${dnat}iptables -A FORWARD -i docker0 -j DROP`,
    ['Rule 1 of FORWARD in filter decided about its reply: -A FORWARD -i docker0 -j DROP'],
  ],
])('%s', (rules, says) => expect(decidedOf(rules, { from: 'client', tcp: '192.0.2.1:8080' })).toEqual(says));

// An ICMP error is no reply.
it.each<[rules: string, says: readonly string[]]>([
  [
    'iptables -P INPUT DROP',
    ['No rule of INPUT in filter decided about the error message about it, so its policy did: DROP.'],
  ],
  [
    'iptables -A INPUT -m conntrack --ctstate RELATED -j REJECT',
    [
      'Rule 1 of INPUT in filter decided about the error message about it: -A INPUT -m conntrack --ctstate RELATED -j REJECT --reject-with icmp-port-unreachable',
    ],
  ],
  [
    'iptables -A INPUT -m conntrack --ctstate RELATED -j ACCEPT',
    [
      'Rule 1 of INPUT in filter decided about the error message about it: -A INPUT -m conntrack --ctstate RELATED -j ACCEPT',
      'It ends on client: no program listens for it.',
    ],
  ],
])('what comes of a port where no program listens: %s', (rules, says) =>
  expect(decidedOf(rules, { from: 'dockerhost', udp: '192.0.2.2:123' })).toEqual(says),
);

function decidedOf(rules: string, probe: Omit<ProbeSpec, 'name'>): readonly string[] {
  const lab = {
    id: 'l',
    title: 'l',
    network: 'n',
    host: 'dockerhost',
    language: 'commands',
    start: '',
    show: [],
    packets: [{ probe: { name: 'p', ...probe }, outcome: 'connected' as const, because: '' }],
    changes: [],
  } as const;
  const [packet] = runLab(prepareLab(lab, { hosts }), `${rules}\n`).packets;
  const { answer, trace } = packet!;
  return sayDecided(answer, trace, 'dockerhost', probe.from).split('\n');
}
