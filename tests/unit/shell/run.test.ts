/**
 * Where a command is refused: the place, what is said there, and the edit that mends it. What is printed is
 * in tests/conformance/shell.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorld } from '../../../src/network/createWorld.ts';
import { commands } from '../../../src/shell/commands/index.ts';
import { run, runScript } from '../../../src/shell/run.ts';

const made = createWorld({
  hosts: {
    pc: { interfaces: { eth0: { link: 'a', addresses: ['10.0.0.1/24'] } }, routes: ['default via 10.0.0.2'] },
    web: { interfaces: { eth0: { link: 'a', addresses: ['10.0.0.2/24'] } }, listen: ['tcp/80', 'udp/53'] },
  },
});
if (!made.ok) throw new Error('the network cannot be made');
const { world } = made;

/** A problem as a line: what it marks, and what goes in its place. */
const marked = (line: string) =>
  run(world, 'pc', line).problems.map((p) => [line.slice(p.from, p.to), p.replacement ?? null]);

describe('a mistake has a place and a way out', () => {
  it.each<[string, [string, string | null][]]>([
    ['pin -c 1 10.0.0.2', [['pin', 'ping']]],
    ['ping -c 1 web', [['web', '10.0.0.2']]],
    ['iptables -A INPUT -dport 22 -j DROP', [['-dport', '-p tcp --dport']]],
    ['iptables -A INPUT -p udp -dport 53 -j DROP', [['-dport', '--dport']]],
    ['iptables -A INPUT -source 10.0.0.2 -j DROP', [['-source', '--source']]],
    ['iptables -A INPUT -s -j DROP 22', [['-s -j', null]]],
    ['ping -c 0 10.0.0.2', [['0', null]]],
    ['ping -f -c 1 10.0.0.2', [['-f', null]]],
    ['ping -c 1 -I eth7 10.0.0.2', [['eth7', null]]],
    ['nc -zv web 80', [['web', '10.0.0.2']]],
    ['nc -zv 10.0.0.2 99999', [['99999', null]]],
    ['nc -l 5000', [['-l', null]]],
    ['echo hi | nc -u 10.0.0.2 53', [['', '-w 1 ']]],
    ['curl -s http://web/', [['web', '10.0.0.2']]],
    ['curl https://10.0.0.2/', [['https://10.0.0.2/', 'http://10.0.0.2/']]],
    ['curl -s http://10.0.0.2:x/', [['http://10.0.0.2:x/', null]]],
    ['ip adr', [['adr', null]]],
    ['ip rout', []],
    ['ip roote', [['roote', 'route']]],
    ['ip addr add 10.0.0.9/33 dev eth0', [['10.0.0.9/33', null]]],
    ['ip addr add 10.0.0.9/24', [['', null]]],
    ['ip link set eth0 mtu 9000', [['mtu', null]]],
    ['ip link set eth7 up', [['eth7', null]]],
    ['ip route add 10.1.1.0/16 via 10.0.0.2', [['10.1.1.0/16', '10.1.0.0/16']]],
    ['ip route add default via 10.0.0.2', [['default', null]]],
    ['ip route add 10.1.0.0/16 via 172.16.0.1', [['172.16.0.1', null]]],
    ['ip rule add fwmark x lookup 100', [['x', null]]],
    ['ss -x', [['-x', null]]],
    ['sysctl net.ipv4.ip_foward', [['net.ipv4.ip_foward', 'net.ipv4.ip_forward']]],
    ['sysctl net.mptcp.enabled', [['net.mptcp.enabled', null]]],
    ['sysctl -w net.ipv4.ip_forward', [['net.ipv4.ip_forward', 'net.ipv4.ip_forward=1']]],
    ['conntrack -L --dport 80', [['--dport', null]]],
    ['conntrack -S', [['-S', null]]],
    ['tcpdump -i eth7', [['eth7', null]]],
    ['tcpdump -n prot 80', [['prot 80', null]]],
    ['ip a |', [['|', null]]],
    ['ip link set eth0 down > /nowhere/x', [['/nowhere/x', null]]],
    ['echo x > /proc/sys/net/ipv4/ip_forward', [['/proc/sys/net/ipv4/ip_forward', null]]],
    ['cat /proc/sys/net/ipv4/ip_foward', [['/proc/sys/net/ipv4/ip_foward', null]]],
    // The network's state is no mistake in the line.
    ['ping -c 1 -W 1 10.0.0.99', []],
    ['curl -s http://10.0.0.2:81/', []],
  ])('%s', (line, wanted) => expect(marked(line)).toEqual(wanted));
});

it('a plain connection and what a command says over one are packets of one kind', () => {
  expect(run(world, 'pc', 'nc -z 10.0.0.2 80').trace?.journeys.map((j) => j.title)).toEqual([
    'SYN',
    'SYN,ACK',
    'ACK',
    'FIN,ACK',
    'ACK',
    'FIN,ACK',
    'ACK',
  ]);
  expect(run(world, 'pc', 'curl -s 10.0.0.2').trace?.journeys.map((j) => j.title)).toEqual([
    'SYN',
    'SYN,ACK',
    'ACK',
    'PSH,ACK',
    'ACK',
    'PSH,ACK',
    'ACK',
    'FIN,ACK',
    'FIN,ACK',
    'ACK',
  ]);
});

it('pings are a second of the virtual clock apart, and share an id', () => {
  const { journeys } = run(world, 'pc', 'ping -c 3 10.0.0.2').trace!;
  const requests = journeys.filter((j) => j.title === 'echo request');
  expect(requests.map((j) => j.at - requests[0]!.at)).toEqual([0, 1000, 2000]);
  expect(requests.map((j) => j.events[0]!.kind === 'made' && j.events[0]!.packet.transport)).toMatchObject(
    [1, 2, 3].map((sequence) => ({ id: 40001, sequence })),
  );
});

it('without a count ping is stopped behind the fourth', () => {
  expect(run(world, 'pc', 'ping 10.0.0.2').stdout).toBe(run(world, 'pc', 'ping -c 4 10.0.0.2').stdout);
});

it('the world before a command stays as it was', () => {
  const before = structuredClone(world);
  runScript(
    world,
    'pc',
    'ip addr add 10.0.0.5/24 dev eth0\nip link set eth0 down\nsysctl -w net.ipv4.ip_forward=1\niptables -P INPUT DROP\nping -c 1 127.0.0.1',
  );
  expect(world).toEqual(before);
});

const words = [
  ...commands.networkNames,
  'addr',
  'link',
  'route',
  'rule',
  'neigh',
  'show',
  'add',
  'del',
  'set',
  'flush',
  'get',
  'replace',
  'dev',
  'via',
  'eth0',
  'lo',
  'eth9',
  'up',
  'down',
  'default',
  'table',
  '100',
  '10.0.0.2',
  '10.0.0.1/24',
  '10.0.0.9',
  '127.0.0.1',
  'web',
  '-c',
  '1',
  '2',
  '-n',
  '-i',
  '-w',
  '-W',
  '-z',
  '-v',
  '-u',
  '-s',
  '-o',
  '-p',
  '-L',
  '-D',
  '-F',
  '-C',
  '-t',
  '-a',
  '-m',
  '-e',
  '-q',
  '-f',
  '-I',
  '-H',
  '-r',
  '-4',
  '-br',
  '80',
  '53',
  '81',
  '0',
  '-1',
  '99999999999',
  'fwmark',
  'from',
  'to',
  'lookup',
  'not',
  'net.ipv4.ip_forward',
  'net.ipv4.ip_forward=1',
  'tcp',
  'udp',
  'icmp',
  'and',
  'or',
  'port',
  'host',
  '(',
  ')',
  '!',
  '|',
  '&&',
  ';',
  '>',
  '2>&1',
  '/dev/null',
  '/proc/sys/net/ipv4/ip_forward',
  '',
  'x',
  'http://10.0.0.2/',
  'é',
  '--',
  '--dport',
  '%{http_code}',
  '[',
  '*',
  'blackhole',
  'metric',
  'src',
  'any',
  'all',
  'ASSURED',
  '--state',
  'ESTABLISHED',
];

it('no line makes it throw, or leaves the world without its hosts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 8 }), {
        minLength: 1,
        maxLength: 4,
      }),
      (lines) => {
        let now = world;
        for (const line of lines) {
          const done = run(now, 'pc', line.map((w) => (/^$|[()!*[]/.test(w) ? `'${w}'` : w)).join(' '));
          expect(Object.keys(done.world.hosts)).toEqual(['pc', 'web']);
          now = done.world;
        }
      },
    ),
    { seed: 7, numRuns: 3000 },
  );
});
