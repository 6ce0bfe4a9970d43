/** The text of a world's rules brings about those rules. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { labText } from '../../../src/course/labText.ts';
import { type LabSetting, type PreparedLab, prepareLab } from '../../../src/course/prepareLab.ts';
import { runText } from '../../../src/course/runLab.ts';
import { restore } from '../../../src/netfilter/command/restore.ts';
import { save } from '../../../src/netfilter/print/save.ts';
import { parameters } from '../../../src/network/sysctl.ts';
import { type World, withFilter } from '../../../src/network/world.ts';
import { run } from '../../../src/shell/run.ts';

const network = (rules = '') => ({ hosts: { host: { interfaces: { eth0: {} }, rules } } });
const folder = 'tests/conformance/rulesets';
// Two are there to be refused: nothing of them is loaded.
const dumps = readdirSync(folder).filter(
  (f) => f.endsWith('.rules') && !f.endsWith('.then.rules') && !/^(damaged|refused)/.test(f),
);
const worldOf = (prepared: PreparedLab<LabSetting>, text: string): World => runText(prepared, text).world;
/** Tables in one order: `iptables-save` prints those used last first. */
const tables = (text: string) => text.split(/^(?=\*)/m).sort();
const both = ['commands', 'save'] as const;

it.each(dumps.flatMap((f) => both.map((language) => [f, language] as const)))(
  '%s as %s',
  (file, language) => {
    const lab = prepareLab({ host: 'host', language }, network());
    const text = readFileSync(`${folder}/${file}`, 'utf8');
    const restored = restore(lab.untouched.hosts['host']!.filter, text);
    const world = withFilter(lab.untouched, 'host', restored.filter);
    const again = worldOf(lab, labText(lab, world));
    expect(tables(save(again.hosts['host']!.filter))).toEqual(tables(save(restored.filter)));
  },
);

it.each([
  [
    'rules and chains that were there from the beginning are replaced',
    '*filter\n:INPUT DROP [0:0]\n:mine - [0:0]\n-A INPUT -j mine\n-A mine -j ACCEPT\nCOMMIT\n',
    'iptables -F\niptables -X\niptables -P INPUT ACCEPT\niptables -A OUTPUT -j DROP\n',
  ],
  [
    'text with quotes, backslashes and dollars',
    '',
    `iptables -A INPUT -m comment --comment 'it'\\''s "5 $HOME" \\ \`x\` !' -j ACCEPT\n`,
  ],
  [
    'sets, and rules that ask them',
    '',
    'ipset create nets hash:net comment\nipset add nets 10.0.0.0/8 comment "5 \\$HOME"\nipset create all list:set\nipset add all nets\niptables -A INPUT -m set --match-set all src -j DROP\n',
  ],
  ['a policy of another table', '', 'iptables -t mangle -P FORWARD DROP\n'],
])('%s', (_, rules, text) => {
  const lab = prepareLab({ host: 'host', language: 'commands' }, network(rules));
  const world = worldOf(lab, text);
  const again = worldOf(lab, labText(lab, world));
  expect(tables(save(again.hosts['host']!.filter))).toEqual(tables(save(world.hosts['host']!.filter)));
  expect(run(again, 'host', 'ipset save').stdout).toBe(run(world, 'host', 'ipset save').stdout);
});

/** A router between two links, and a host on one of them. */
const two = {
  hosts: {
    router: {
      interfaces: {
        lan: { link: 'lan', addresses: ['192.168.1.1/24'] },
        wan: { link: 'wan', addresses: ['198.51.100.2/24'] },
      },
      routes: ['default via 198.51.100.1'],
      sysctl: { 'net.ipv4.ip_forward': 1 },
    },
    phone: {
      interfaces: { wifi: { link: 'lan', addresses: ['192.168.1.20/24'] } },
      routes: ['default via 192.168.1.1'],
    },
  },
};
/** All of a world that commands make, and no counter. */
const madeBy = (world: World) =>
  Object.values(world.hosts).map((h) => ({
    interfaces: h.interfaces,
    rules: h.routingRules,
    parameters: [...parameters(h)],
    saved: tables(save(h.filter)),
    routes: h.routes.map((r) => JSON.stringify(r)).sort(),
  }));

it.each([
  ['nothing', ''],
  [
    'addresses',
    'ip addr add 10.0.0.1/24 dev lan\nip addr del 192.168.1.1/24 dev lan\nip addr add 192.168.1.9/24 brd + dev lan\n',
  ],
  [
    'an address in front of the one that was first',
    'ip addr del 192.168.1.1/24 dev lan\nip addr add 192.168.1.7/24 dev lan\nip addr add 192.168.1.1/24 dev lan\n',
  ],
  ['an address that goes and takes the default route with it', 'ip addr flush dev wan\n'],
  [
    'a link that is down, and one that was down',
    'ip link set lan down\nip link set wan down\nip link set wan up\n',
  ],
  [
    'routes',
    'ip route del default\nip route add default via 192.168.1.20 metric 5\nip route add 10.0.0.0/8 via 198.51.100.77 proto static\nip route add unreachable 10.1.0.0/16\nip route add 10.2.0.0/16 dev lan src 198.51.100.2\n',
  ],
  [
    'a gateway behind a route',
    'ip route add 203.0.113.7 dev wan\nip route add 10.3.0.0/16 via 203.0.113.7\n',
  ],
  [
    'rules and tables',
    'ip rule add fwmark 1 lookup 7\nip rule add from 192.168.1.0/24 iif lan priority 5 lookup 8\nip route add default via 192.168.1.20 table 7\nip rule del lookup default\n',
  ],
  [
    'parameters',
    'sysctl -w net.ipv4.ip_forward=0 net.ipv4.conf.lan.rp_filter=1 net.ipv4.ip_default_ttl=9\nsysctl -w net.ipv4.conf.wan.forwarding=1\n',
  ],
  [
    'another host',
    `ssh phone ip route del default\nssh phone "iptables -A INPUT -m comment --comment 'a b' -j DROP"\nssh phone sysctl -w net.ipv4.icmp_echo_ignore_all=1\niptables -P FORWARD DROP\n`,
  ],
])('%s comes back as commands that do it again', (_, text) => {
  const lab = prepareLab({ host: 'router', language: 'commands' }, two);
  const { world, problems } = runText(lab, text);
  expect(problems).toEqual([]);
  const again = labText(lab, world);
  expect(madeBy(worldOf(lab, again)), again).toEqual(madeBy(world));
});

it.each([
  'ip route add 10.9.0.0/16 via 10.0.0.7 src 10.0.0.1 metric 5',
  'ip rule add fwmark 1 lookup 100\nip route add default via 10.1.0.9 table 100',
  'ip route del default\nip route add blackhole 10.8.0.0/16',
  'ip route replace default via 10.0.0.253',
  'ip link set eth1 down',
  'ip link set eth1 down\nip link set eth1 up',
  'ip addr del 10.1.0.1/24 dev eth1\nip addr add 10.3.0.1/16 dev eth0',
  'sysctl -w net.ipv4.ip_forward=1',
  'sysctl -w net.ipv4.conf.eth0.rp_filter=1\nsysctl -w net.ipv4.icmp_echo_ignore_all=1',
  'ip rule del pref 32766',
  'ip rule add from 10.0.0.0/8 unreachable pref 5\nip rule add to 10.0.0.0/8 lookup main pref 6',
])('what was done beside the rules: %s', (text) => {
  const network = {
    hosts: {
      host: {
        interfaces: {
          eth0: { link: 'a', addresses: ['10.0.0.1/24'] },
          eth1: { link: 'b', addresses: ['10.1.0.1/24', '10.1.0.2/24'] },
        },
        routes: ['default via 10.0.0.254'],
      },
    },
  };
  const lab = prepareLab({ host: 'host', language: 'commands' }, network);
  const world = worldOf(lab, text);
  const said = labText(lab, world);
  const state = (of: typeof world) => {
    const { interfaces, routes, routingRules, sysctl } = of.hosts['host']!;
    return { interfaces, routes: new Set(routes), routingRules, sysctl };
  };
  expect(state(worldOf(lab, said))).toEqual(state(world));
  expect(said.split('\n').length - 1).toBeLessThanOrEqual(2);
});
