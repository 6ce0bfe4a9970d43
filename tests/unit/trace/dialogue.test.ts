import { expect, it } from 'vitest';
import { createWorld } from '../../../src/network/createWorld.ts';
import type { ProbeSpec } from '../../../src/network/scenario.ts';
import { sendProbe } from '../../../src/network/sendProbe.ts';
import { dialogueOf, sayToProgram } from '../../../src/trace/dialogue.ts';

const sent = (probe: ProbeSpec, rules: string, on: 'a' | 'b') => {
  const host = (address: string, more: object) => ({
    interfaces: { eth0: { link: 'l', addresses: [address] } },
    ...more,
  });
  const loaded = { rules: `*filter\n${rules}\nCOMMIT\n` };
  const made = createWorld({
    hosts: {
      a: host('10.0.0.1/24', on === 'a' ? loaded : {}),
      b: host('10.0.0.2/24', { listen: ['tcp/80', 'udp/53'], ...(on === 'b' ? loaded : {}) }),
    },
  });
  if (!made.ok) throw new Error('the network is wrong');
  return { probe, ...sendProbe(made.world, probe) };
};
const told = (probe: ProbeSpec, rules = '', on: 'a' | 'b' = 'b') => {
  const { trace, answer } = sent(probe, rules, on);
  return sayToProgram(trace, answer, probe).replace('The program on a ', '');
};
const [tcp, udp, ping] = [
  { from: 'a', tcp: '10.0.0.2:80' },
  { from: 'a', udp: '10.0.0.2:53' },
  { from: 'a', ping: '10.0.0.2' },
];

/** Asked of Linux 6.18 with a socket each: what connect() or send() said. */
it.each([
  [tcp, '', 'b', 'is connected.'],
  [udp, '', 'b', 'gets a reply.'],
  [tcp, '-A INPUT -j DROP', 'b', 'gets no answer, and gives up after a while.'],
  [
    tcp,
    '-A INPUT -p tcp -j REJECT --reject-with tcp-reset',
    'b',
    'is told: Connection refused (ECONNREFUSED).',
  ],
  [tcp, '-A OUTPUT -j DROP', 'a', 'gets no answer, and gives up after a while.'],
  [tcp, '-A OUTPUT -d 10.0.0.2 -j REJECT', 'a', 'is told: Connection refused (ECONNREFUSED).'],
  [
    tcp,
    '-A OUTPUT -d 10.0.0.2 -j REJECT --reject-with icmp-admin-prohibited',
    'a',
    'is told: No route to host (EHOSTUNREACH).',
  ],
  [
    udp,
    '-A OUTPUT -j DROP',
    'a',
    'is told at once: Operation not permitted (EPERM). Its own machine stopped the packet.',
  ],
  [
    udp,
    '-A OUTPUT -d 10.0.0.2 -j REJECT',
    'a',
    'is told at once: Operation not permitted (EPERM). Its own machine stopped the packet.',
  ],
  [
    ping,
    '-A OUTPUT -j DROP',
    'a',
    'is told at once: Operation not permitted (EPERM). Its own machine stopped the packet.',
  ],
  [{ from: 'a', tcp: '10.9.9.9:80' }, '', 'b', 'is told at once that there is no route: no packet was sent.'],
] as const)('%o with %s on %s', (probe, rules, on, said) => expect(told(probe, rules, on)).toBe(said));

it('tells a connection as a dialogue, with its direction', () => {
  const { trace } = sent(tcp, '', 'b');
  expect(dialogueOf(trace).map((t) => `${t.direction} ${t.who} ${t.text}`)).toEqual([
    'there a asks to connect',
    'back b accepts',
    'there a acknowledges',
    'back b closes its side',
    'there a acknowledges',
    'there a closes its side',
    'back b acknowledges',
  ]);
  expect(
    dialogueOf(sent(ping, '-A INPUT -j REJECT', 'b').trace).map((t) => `${t.direction} ${t.text}`),
  ).toEqual(['there sends a ping', 'back reports: port unreachable']);
});

/** A phone and a NAS on one link, and a router between them and a web server, which has no route to them. */
const across = (probe: ProbeSpec, rules: string) => {
  const made = createWorld({
    hosts: {
      phone: {
        interfaces: { eth0: { link: 'lan', addresses: ['192.168.1.23/24'] } },
        routes: ['default via 192.168.1.1'],
      },
      nas: {
        interfaces: { eth0: { link: 'lan', addresses: ['192.168.1.40/24'] } },
        routes: ['default via 192.168.1.1'],
        listen: ['tcp/8080'],
      },
      router: {
        interfaces: {
          lan: { link: 'lan', addresses: ['192.168.1.1/24'] },
          wan: { link: 'net', addresses: ['198.51.100.7/24'] },
        },
        routes: ['default via 198.51.100.1'],
        sysctl: { 'net.ipv4.ip_forward': 1 },
        listen: ['tcp/22'],
        rules,
      },
      provider: {
        interfaces: {
          net: { link: 'net', addresses: ['198.51.100.1/24'] },
          far: { link: 'far', addresses: ['203.0.113.1/24'] },
        },
        sysctl: { 'net.ipv4.ip_forward': 1 },
      },
      web: {
        interfaces: { eth0: { link: 'far', addresses: ['203.0.113.80/24'] } },
        routes: ['default via 203.0.113.1'],
        listen: ['tcp/80', 'udp/53'],
      },
    },
  });
  if (!made.ok) throw new Error(JSON.stringify(made));
  return dialogueOf(sendProbe(made.world, probe).trace).map((t) => `${t.direction} ${t.who} ${t.text}`);
};
const hairpin =
  '*nat\n-A PREROUTING -d 198.51.100.7 -p tcp --dport 80 -j DNAT --to-destination 192.168.1.40:8080\n';
const masquerade = '*nat\n-A POSTROUTING -o wan -j MASQUERADE\n';
const tee = '*mangle\n-A PREROUTING -i lan -j TEE --gateway 192.168.1.40\n';
const connected = (from: string, to: string) => [
  `there ${from} asks to connect`,
  `back ${to} accepts`,
  `there ${from} acknowledges`,
  `back ${to} closes its side`,
  `there ${from} acknowledges`,
  `there ${from} closes its side`,
  `back ${to} acknowledges`,
];

/** Towards the end that began, or away from it, whoever made the packet and however many came before. */
it.each<[what: string, ProbeSpec, rules: string, said: readonly string[]]>([
  [
    'the phone refuses an answer that it knows nothing of',
    { from: 'phone', tcp: '198.51.100.7:80' },
    hairpin,
    ['there phone asks to connect', 'back nas accepts', 'there phone refuses'],
  ],
  [
    'with both addresses replaced it is a connection',
    { from: 'phone', tcp: '198.51.100.7:80' },
    `${hairpin}-A POSTROUTING -d 192.168.1.40 -j MASQUERADE\n`,
    connected('phone', 'nas'),
  ],
  [
    'a router reports to the one that answered',
    { from: 'phone', udp: '203.0.113.80:53' },
    '',
    ['there phone sends a datagram', 'back web replies', 'there provider reports: network unreachable'],
  ],
  [
    'a router reports to the one that began',
    { from: 'phone', udp: '192.0.2.1:53' },
    masquerade,
    ['there phone sends a datagram', 'back provider reports: network unreachable'],
  ],
  [
    'a host reports to itself',
    { from: 'phone', tcp: '192.168.1.77:80' },
    '',
    ['there phone asks to connect', 'back phone reports: host unreachable'],
  ],
  ['a host connects to itself', { from: 'router', tcp: '127.0.0.1:22' }, '', connected('router', 'router')],
  [
    'a host refuses itself',
    { from: 'router', tcp: '127.0.0.1:23' },
    '',
    ['there router asks to connect', 'back router refuses'],
  ],
  [
    'a host pings itself',
    { from: 'phone', ping: '127.0.0.1' },
    '',
    ['there phone sends a ping', 'back phone answers the ping'],
  ],
  [
    'a copy goes the way of its packet',
    { from: 'phone', ping: '198.51.100.1' },
    `${tee}COMMIT\n${masquerade}`,
    ['there phone sends a ping', 'there router sends a ping', 'back provider answers the ping'],
  ],
])('%s', (_, probe, rules, said) => expect(across(probe, rules && `${rules}COMMIT\n`)).toEqual(said));

it('what a proxy passes on goes the way of what it stands for', () => {
  const made = createWorld({
    hosts: {
      a: {
        interfaces: { eth0: { link: 'l', addresses: ['10.0.0.2/24'] } },
        routes: ['default via 10.0.0.1'],
      },
      r: {
        interfaces: {
          l: { link: 'l', addresses: ['10.0.0.1/24'] },
          m: { link: 'm', addresses: ['10.1.0.1/24'] },
        },
        sysctl: { 'net.ipv4.ip_forward': 1, 'net.netfilter.nf_conntrack_tcp_loose': 0 },
        rules: [
          '*raw',
          '-A PREROUTING -i l -p tcp --syn -j CT --notrack',
          'COMMIT',
          '*filter',
          '-A FORWARD -i l -p tcp -m conntrack --ctstate INVALID,UNTRACKED -j SYNPROXY --mss 1460',
          'COMMIT\n',
        ].join('\n'),
      },
      b: {
        interfaces: { eth0: { link: 'm', addresses: ['10.1.0.2/24'] } },
        routes: ['default via 10.1.0.1'],
        listen: ['tcp/80'],
      },
    },
  });
  if (!made.ok) throw new Error('the network is wrong');
  const lines = dialogueOf(sendProbe(made.world, { from: 'a', tcp: '10.1.0.2:80' }).trace);
  expect(lines.slice(0, 7).map((t) => `${t.direction} ${t.who} ${t.text}`)).toEqual([
    'there a asks to connect',
    'back r accepts',
    'there a acknowledges',
    'there r asks to connect',
    'back b accepts',
    'there r acknowledges',
    'back r acknowledges',
  ]);
});
