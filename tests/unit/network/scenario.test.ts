/** Scenarios that are wrong are refused at their place; those that go round in circles end. */
import { describe, expect, it } from 'vitest';
import { decodeScenario } from '../../../src/network/decodeScenario.ts';
import { runScenario } from '../../../src/network/runScenario.ts';

const at = (address: string, more: object = {}) => ({
  interfaces: { eth0: { link: 'a', addresses: [address] } },
  ...more,
});
const hosts = { client: at('10.0.0.1/24'), server: at('10.0.0.2/24') };
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`h${i}`, {}]));

describe('refused', () => {
  it.each<[string, object, string]>([
    [
      'a field nobody knows',
      { hosts: { client: { adresses: [] } } },
      'hosts.client.adresses: a host has no field adresses',
    ],
    [
      'an address twice on a link',
      { hosts: { ...hosts, other: at('10.0.0.2/24') } },
      'hosts.other.interfaces.eth0: 10.0.0.2 is on the link already: server has it',
    ],
    [
      'an address twice on a host',
      { hosts: { client: { interfaces: { eth0: { addresses: ['10.0.0.1/24', '10.0.0.1/16'] } } } } },
      'hosts.client.interfaces.eth0.addresses.1: 10.0.0.1/16 is on this host twice',
    ],
    [
      'a MAC address twice on a link',
      {
        hosts: {
          one: { interfaces: { eth0: { link: 'a', mac: '02:00:00:00:00:01' } } },
          two: { interfaces: { eth0: { link: 'a', mac: '02:00:00:00:00:01' } } },
        },
      },
      'hosts.two.interfaces.eth0: 02:00:00:00:00:01 is on the link already: one has it',
    ],
    [
      'a gateway out of reach',
      { hosts: { client: at('10.0.0.1/24', { routes: ['default via 192.0.2.1'] }) } },
      'hosts.client.routes.0: the route "default via 192.0.2.1" cannot be used: 192.0.2.1 is not on any of this host\'s networks',
    ],
    [
      'a listener of two protocols',
      { hosts: { client: { listen: [{ tcp: 80, udp: 80 }] } } },
      'hosts.client.listen.0: a listener has either tcp or udp',
    ],
    [
      'a listener with a field that nothing knows',
      { hosts: { client: { listen: [{ tcp: 80, user: 'www-data' }] } } },
      'hosts.client.listen.0.user: a listener has no field user',
    ],
    [
      'a set that ipset does not take',
      { hosts: { client: { sets: 'create a hash:ip\nadd a 10.0.0.300\n' } } },
      'hosts.client.sets: line 2: ipset v7.17: Error in line 2: Syntax error: cannot parse 10.0.0.300: resolving to IPv4 address failed',
    ],
    [
      'a link that no interface is on',
      { hosts, links: { b: { mtu: 1400 } } },
      'links.b: no interface is on a link b',
    ],
    ['a link that IP cannot use', { hosts, links: { a: { mtu: 60 } } }, 'links.a.mtu: mtu is 60'],
    [
      'a routing rule of nonsense',
      { hosts: { client: { routingRules: ['fwmark x lookup 100'] } } },
      'hosts.client.routingRules.0: the rule "fwmark x lookup 100" cannot be used: x is not a mark',
    ],
    [
      'a port of a bridge that is not there',
      { hosts: { node: { interfaces: { veth0: { link: 'a', master: 'br0' } } } } },
      'hosts.node.interfaces.veth0.master: node has no interface br0',
    ],
    [
      'a bridge in a bridge',
      {
        hosts: {
          node: { interfaces: { br0: { master: 'br1' }, br1: {}, veth0: { link: 'a', master: 'br0' } } },
        },
      },
      'hosts.node.interfaces.veth0.master: br0 is itself a port of a bridge',
    ],
    [
      'an address on a port',
      {
        hosts: {
          node: { interfaces: { br0: {}, veth0: { link: 'a', master: 'br0', addresses: ['10.0.0.1/24'] } } },
        },
      },
      'hosts.node.interfaces.veth0.addresses: veth0 is a port of br0',
    ],
    [
      'rules with a mistake',
      { hosts: { client: { rules: '*filter\n-A INPUT -j NOPE\nCOMMIT\n' } } },
      'hosts.client.rules: line 2: iptables-restore',
    ],
    [
      'a source the host has not got',
      { hosts, probes: [{ from: 'client', ping: '10.0.0.2', source: '10.0.0.9' }] },
      'probes.0.source: client does not have the address 10.0.0.9',
    ],
    ['10 000 hosts', { hosts: many(10_000) }, 'hosts: 10000 hosts'],
    [
      '10 001 probes',
      { hosts, probes: Array.from({ length: 10_001 }, () => ({ from: 'client', ping: '10.0.0.2' })) },
      'probes: 10001 probes',
    ],
  ])('%s', (_, scenario, expected) => {
    const decoded = decodeScenario({ probes: [], ...scenario });
    expect(decoded.ok ? [] : decoded.problems.map((p) => `${p.path.join('.')}: ${p.message}`)).toContainEqual(
      expect.stringContaining(expected),
    );
  });
});

describe('ended', () => {
  const router = (own: string, other: string, rules = '') =>
    at(`10.0.0.${own}/24`, { forwarding: true, routes: [`default via 10.0.0.${other}`], rules });
  const back = (to: string) => `*nat\n-A PREROUTING -p udp -j DNAT --to-destination ${to}\nCOMMIT\n`;
  it.each<[string, object]>([
    [
      'two routers that send to each other',
      {
        client: at('10.0.0.1/24', { routes: ['default via 10.0.0.2'] }),
        one: router('2', '3'),
        two: router('3', '2'),
      },
    ],
    [
      'DNAT that turns the packet back at every router',
      {
        client: at('10.0.0.1/24', { routes: ['default via 10.0.0.2'] }),
        one: router('2', '3', back('10.0.0.3')),
        two: router('3', '2', back('10.0.0.2')),
      },
    ],
  ])('%s', (_, hosts) => {
    const decoded = decodeScenario({
      hosts,
      probes: [
        { from: 'client', udp: '192.0.2.1:53' },
        { from: 'client', ping: '192.0.2.1', ttl: 255 },
      ],
    });
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems));
    const ran = runScenario(decoded.scenario);
    expect(ran.ok && ran.sent.map((s) => s.answer.icmp)).toContain('ttl-exceeded');
  });
});
