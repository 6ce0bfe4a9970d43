import { expect, it } from 'vitest';
import { packetEnd } from '../../../src/course/packetEnd.ts';
import { prepareLab } from '../../../src/course/prepareLab.ts';
import { runLab } from '../../../src/course/runLab.ts';
import type { ProbeSpec } from '../../../src/network/scenario.ts';

/** A client, a NAS beside it, a router that the rules are on, and a server that knows no way to the client's network. */
const hosts = {
  client: {
    interfaces: { eth0: { link: 'home', addresses: ['10.0.0.2/24'] } },
    routes: ['default via 10.0.0.1'],
  },
  nas: { interfaces: { eth0: { link: 'home', addresses: ['10.0.0.3/24'] } }, listen: ['tcp/8080'] },
  router: {
    forwarding: true,
    interfaces: {
      lan: { link: 'home', addresses: ['10.0.0.1/24'] },
      wan: { link: 'net', addresses: ['192.0.2.1/24'] },
    },
    listen: ['tcp/22'],
  },
  server: { interfaces: { eth0: { link: 'net', addresses: ['192.0.2.80/24'] } }, listen: ['tcp/80'] },
  other: { interfaces: { eth0: { link: 'net', addresses: ['192.0.2.81/24'] } } },
};
const web = { from: 'client', tcp: '192.0.2.80:80' };
const fetch = { from: 'router', tcp: '192.0.2.80:80' };
const dnat = 'iptables -t nat -A PREROUTING -p tcp --dport 80 -j DNAT --to-destination 10.0.0.3:8080\n';
const masquerade = 'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE\n';

// The first rule that ends a packet, as `trace` prints it; what the kernel does with these rules is in tests/conformance.
it.each<[rules: string, probe: Omit<ProbeSpec, 'name'>, host: string, decided: string]>([
  ['', web, 'server', 'gets no reply: the reply ends on server, which has no route to 10.0.0.2'],
  [masquerade, web, 'server', 'is rewritten by `nat POSTROUTING, rule 1` (MASQUERADE)'],
  [
    'iptables -t nat -A POSTROUTING -o wan -j SNAT --to-source 192.0.2.81',
    web,
    'server',
    'is rewritten by `nat POSTROUTING, rule 1` (SNAT), and its reply goes to other',
  ],
  // A copy that ends on another host is not the packet, nor its reply.
  [
    'iptables -t mangle -A PREROUTING -i lan -j TEE --gateway 10.0.0.3\niptables -t raw -A OUTPUT -p tcp -j DROP',
    { from: 'client', tcp: '192.0.2.1:22' },
    'router',
    'gets no reply: the reply is dropped by `raw OUTPUT, rule 1`',
  ],
  // Another table's chain of the same name comes first.
  [
    `${masquerade}iptables -t mangle -L`,
    web,
    'server',
    'is rewritten by `nat POSTROUTING, rule 1` (MASQUERADE)',
  ],
  ['iptables -P FORWARD DROP', web, 'router', 'is dropped by `filter FORWARD, policy`'],
  [
    'iptables -A FORWARD -i wan\niptables -A FORWARD -i lan -j REJECT',
    web,
    'router',
    'is rejected by `filter FORWARD, rule 2`',
  ],
  ['iptables -t raw -A PREROUTING -p tcp -j DROP', web, 'router', 'is dropped by `raw PREROUTING, rule 1`'],
  [
    'iptables -N in\niptables -A FORWARD -j in\niptables -A in -j DROP',
    web,
    'router',
    'is dropped by `filter in, rule 1`',
  ],
  [
    `${masquerade}iptables -A FORWARD -i lan -j ACCEPT`,
    web,
    'server',
    'is accepted by `filter FORWARD, rule 1`, and is rewritten by `nat POSTROUTING, rule 1` (MASQUERADE)',
  ],
  [
    `${masquerade}iptables -A FORWARD -i wan -j DROP`,
    web,
    'router',
    'gets no reply: the reply is dropped by `filter FORWARD, rule 1`',
  ],
  ['', fetch, 'server', 'meets no rule on router that stops it'],
  [masquerade, fetch, 'server', 'keeps its addresses at `nat POSTROUTING, rule 1` (MASQUERADE)'],
  [
    'iptables -t mangle -A POSTROUTING -o wan -j ACCEPT',
    fetch,
    'server',
    'is accepted by `mangle POSTROUTING, rule 1`',
  ],
  [
    'iptables -A INPUT -i wan -j DROP',
    fetch,
    'router',
    'gets no reply: the reply is dropped by `filter INPUT, rule 1`',
  ],
  [
    'iptables -A INPUT -i wan -j ACCEPT',
    fetch,
    'server',
    'goes out, and its reply is accepted by `filter INPUT, rule 1`',
  ],
  [
    `${dnat}iptables -t nat -A POSTROUTING -o lan -j MASQUERADE\n`,
    { from: 'client', tcp: '192.0.2.1:80' },
    'nas',
    'is rewritten by `nat PREROUTING, rule 1` (DNAT), and is rewritten by `nat POSTROUTING, rule 1` (MASQUERADE)',
  ],
  [
    `${dnat}iptables -A FORWARD -d 10.0.0.3 -j ACCEPT\niptables -t nat -A POSTROUTING -o lan -j MASQUERADE\n`,
    { from: 'client', tcp: '192.0.2.1:80' },
    'nas',
    'is rewritten by `nat PREROUTING, rule 1` (DNAT), is accepted by `filter FORWARD, rule 1`, and is rewritten by `nat POSTROUTING, rule 1` (MASQUERADE)',
  ],
  // They are on one link.
  ['', { from: 'client', tcp: '10.0.0.3:8080' }, 'nas', 'does not pass router'],
  [
    dnat,
    { from: 'client', tcp: '192.0.2.1:80' },
    'client',
    'gets a reply from 10.0.0.3:8080, and not from 192.0.2.1:80, so client does not take it',
  ],
  [
    'iptables -A INPUT -p icmp -j DROP',
    { from: 'router', udp: '10.0.0.3:53' },
    'router',
    'gets no reply: the error message about it is dropped by `filter INPUT, rule 1`',
  ],
  ['', { from: 'client', tcp: '10.0.0.1:23' }, 'router', 'reaches router, where no program listens for it'],
  [
    '',
    { from: 'client', tcp: '10.0.0.1:22', flags: 'SYN,ACK' },
    'router',
    'reaches router, where it belongs to no connection',
  ],
  ['', { from: 'server', tcp: '10.0.0.2:80' }, 'server', 'is not sent: server has no route for it'],
  // The client is connected once its SYN is answered; the server never hears of it.
  [
    'iptables -A INPUT -m conntrack --ctstate ESTABLISHED -j DROP',
    { from: 'client', tcp: '10.0.0.1:22' },
    'router',
    'is accepted by `filter INPUT, policy`; what is sent once it is connected is dropped by `filter INPUT, rule 1`',
  ],
])('with %j, what %j sends ends on %s', (rules, probe, host, decided) => {
  const expected = { probe: { name: 'p', ...probe }, outcome: 'connected', because: '' } as const;
  const lab = {
    id: 'l',
    title: 'l',
    network: 'n',
    host: 'router',
    language: 'commands',
    start: '',
    show: [],
    packets: [expected],
    changes: [],
  } as const;
  const [sent] = runLab(prepareLab(lab, { hosts }), rules).packets;
  expect(packetEnd(sent!.answer, sent!.trace, 'router', probe.from)).toMatchObject({ host, decided });
});
