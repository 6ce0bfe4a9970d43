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
