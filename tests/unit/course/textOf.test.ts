/** The text of a world's rules brings about those rules. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { restore } from '../../../src/netfilter/restore.ts';
import { save } from '../../../src/netfilter/save.ts';
import { withFilter } from '../../../src/network/world.ts';
import { startLab, worldOf } from '../../../src/course/lab.ts';
import { textOf } from '../../../src/course/textOf.ts';

const network = (rules = '') => ({ hosts: { host: { interfaces: { eth0: {} }, rules } } });
const folder = 'tests/conformance/rulesets';
// Two are there to be refused: nothing of them is loaded.
const dumps = readdirSync(folder).filter((f) => f.endsWith('.rules') && !f.endsWith('.then.rules') && !/^(damaged|refused)/.test(f));
/** Tables in one order: `iptables-save` prints those used last first. */
const tables = (text: string) => text.split(/^(?=\*)/m).sort();
const both = ['commands', 'save'] as const;

it.each(dumps.flatMap((f) => both.map((language) => [f, language] as const)))('%s as %s', (file, language) => {
  const lab = { host: 'host', language };
  const begun = startLab(network());
  const restored = restore(begun.hosts['host']!.filter, readFileSync(`${folder}/${file}`, 'utf8'));
  const world = withFilter(begun, 'host', restored.filter);
  const again = worldOf(lab, network(), textOf(lab, network(), world));
  expect(tables(save(again.hosts['host']!.filter))).toEqual(tables(save(restored.filter)));
});

it.each([
  ['rules and chains that were there from the beginning are replaced', '*filter\n:INPUT DROP [0:0]\n:mine - [0:0]\n-A INPUT -j mine\n-A mine -j ACCEPT\nCOMMIT\n', 'iptables -F\niptables -X\niptables -P INPUT ACCEPT\niptables -A OUTPUT -j DROP\n'],
  ['text with quotes, backslashes and dollars', '', `iptables -A INPUT -m comment --comment 'it'\\''s "5 $HOME" \\ \`x\` !' -j ACCEPT\n`],
  ['a policy of another table', '', 'iptables -t mangle -P FORWARD DROP\n'],
])('%s', (_, rules, text) => {
  const lab = { host: 'host', language: 'commands' } as const;
  const world = worldOf(lab, network(rules), text);
  const again = worldOf(lab, network(rules), textOf(lab, network(rules), world));
  expect(tables(save(again.hosts['host']!.filter))).toEqual(tables(save(world.hosts['host']!.filter)));
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
  const network = { hosts: { host: { interfaces: { eth0: { link: 'a', addresses: ['10.0.0.1/24'] }, eth1: { link: 'b', addresses: ['10.1.0.1/24', '10.1.0.2/24'] } }, routes: ['default via 10.0.0.254'] } } };
  const lab = { host: 'host', language: 'commands' } as const;
  const world = worldOf(lab, network, text);
  const said = textOf(lab, network, world);
  const state = (of: typeof world) => {
    const { interfaces, routes, routingRules, sysctl } = of.hosts['host']!;
    return { interfaces, routes: new Set(routes), routingRules, sysctl };
  };
  expect(state(worldOf(lab, network, said))).toEqual(state(world));
  expect(said.split('\n').length - 1).toBeLessThanOrEqual(2);
});
