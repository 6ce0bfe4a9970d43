/**
 * What the lessons say about the kernel, as the simulator shows it. The expected lines are those of the real
 * commands in a namespace of their own (Linux 6.18, iptables 1.8.9 legacy).
 */
import { expect, it } from 'vitest';
import { checkedNetworks } from '../../src/cli/files.ts';
import { readDump } from '../../src/explain/dump.ts';
import { createWorld } from '../../src/network/createWorld.ts';
import '../../src/netfilter/allExtensions.ts';
import '../../src/shell/commands/all.ts';
import { prepareLab } from '../../src/course/prepareLab.ts';
import { runText } from '../../src/course/runLab.ts';
import { runScript } from '../../src/shell/run.ts';

const { networks } = checkedNetworks('content');

/** What lines print that are typed on a host of a network of the course. */
const printed = (name: string, host: string, script: string): string => {
  const made = createWorld(networks[name]!);
  if (!made.ok) throw new Error(`the network ${name} cannot be made`);
  return runScript(made.world, host, script)
    .map(({ stdout, stderr }) => stdout + stderr)
    .join('');
};

const columns = (text: string) => text.trim().split(/\s+/);

it('a ping to localhost passes PREROUTING in raw, and not in nat', () => {
  const count = (table: string) =>
    columns(
      printed(
        'server',
        'server',
        `iptables -t ${table} -A PREROUTING -j ACCEPT\nping -c 1 127.0.0.1 > /dev/null\niptables -t ${table} -nvxL PREROUTING | tail -n 1\n`,
      ),
    )[0];
  expect([count('raw'), count('nat')]).toEqual(['2', '0']);
});

it('in INPUT, filter decides before nat is asked', () => {
  const script =
    'iptables -t nat -A INPUT -j ACCEPT\niptables -I INPUT -p udp -j DROP\necho x | nc -u -w 1 127.0.0.1 9\niptables -t nat -nvxL INPUT | tail -n 1\niptables -nvxL INPUT | tail -n +3 | head -n 1\n';
  const [nat, filter] = printed('server', 'server', script).trim().split('\n').slice(-2);
  expect([columns(nat!)[0], columns(filter!)[0]]).toEqual(['0', '1']);
});

it.each([
  ['MASQUERADE', 0],
  ['SNAT --to-source 198.51.100.7', 1],
])('an interface that is set down and up again: connections kept with %s', (target, kept) => {
  const script = `iptables -t nat -A POSTROUTING -o wan -j ${target}\nssh phone curl -s 203.0.113.80 > /dev/null\nip link set wan down\nip link set wan up\nconntrack -L 2> /dev/null | grep -c 203.0.113.80\n`;
  expect(printed('home', 'router', script)).toBe(`${kept}\n`);
});

it('MASQUERADE takes the address in the gateway’s subnet, not the first one and not the route’s src', () => {
  const made = createWorld({
    hosts: {
      router: {
        interfaces: { wan: { link: 'l', addresses: ['10.9.9.1/24', '198.51.100.7/24'] } },
        routes: ['203.0.113.0/24 via 198.51.100.1 src 10.9.9.1'],
      },
      gateway: {
        forwarding: true,
        interfaces: {
          in: { link: 'l', addresses: ['198.51.100.1/24'] },
          out: { link: 'm', addresses: ['203.0.113.1/24'] },
        },
      },
      web: {
        interfaces: { eth0: { link: 'm', addresses: ['203.0.113.5/24'] } },
        routes: ['default via 203.0.113.1'],
      },
    },
  });
  if (!made.ok) throw new Error(made.problems.map((p) => p.message).join());
  const script =
    'iptables -t nat -A POSTROUTING -o wan -j MASQUERADE\necho x | nc -u -w 1 203.0.113.5 53\nconntrack -L 2> /dev/null | grep -o "dst=[0-9.]*" | tail -n 1\n';
  expect(
    runScript(made.world, 'router', script)
      .map((r) => r.stdout)
      .join(''),
  ).toBe('dst=198.51.100.7\n');
});

it('the first table of a file is in force although the second has a mistake', () =>
  expect(
    printed(
      'remote',
      'server',
      "printf '%s\\n' '*nat' '-A POSTROUTING -j MASQUERADE' COMMIT '*filter' '-A INPUT -j NOPE' COMMIT > f\niptables-restore f 2> /dev/null\necho $?\niptables-save -t nat | grep MASQ\n",
    ),
  ).toBe('2\n-A POSTROUTING -j MASQUERADE\n'));

it('--test passes a rule that the kernel refuses', () =>
  expect(
    printed(
      'remote',
      'server',
      "printf '%s\\n' '*filter' '-A INPUT -j MASQUERADE' COMMIT > f\niptables-restore --test f\necho $?\niptables-restore f\necho $?\n",
    ),
  ).toBe('0\niptables-restore: line 3 failed\n1\n'));

it('a restore leaves a table alone that is not in its file', () =>
  expect(
    printed(
      'remote',
      'server',
      'iptables -A INPUT -j ACCEPT\niptables-save > before\niptables -t nat -A POSTROUTING -j MASQUERADE\niptables-restore < before\niptables-save -t nat | grep MASQ\n',
    ),
  ).toBe('-A POSTROUTING -j MASQUERADE\n'));

it('-F leaves the policy as it is', () =>
  expect(printed('remote', 'server', 'iptables -P INPUT DROP\niptables -F\niptables -S INPUT\n')).toBe(
    '-P INPUT DROP\n',
  ));

it('a look is a use: a table that was listed is in the next dump', () =>
  expect(
    printed('remote', 'server', "iptables -t mangle -L > /dev/null\niptables-save | grep '^[*]'\n"),
  ).toBe('*mangle\n'));

const unended = '*filter\n-A INPUT -j DROP\nCOMMIT';

it('a last line without its newline reads as if it had one in an editor, and not in a file', () => {
  const prepared = prepareLab({ host: 'server', language: 'save' }, networks.remote!);
  const { problems, world } = runText(prepared, unended);
  expect([problems, world.hosts.server!.filter.tables.filter?.chains.INPUT?.rules.length]).toEqual([[], 1]);
  expect(readDump(unended)).toMatchObject({ problems: [], refusal: null });
  expect(
    printed(
      'remote',
      'server',
      `printf '${unended.replaceAll('\n', '\\n')}' > f\niptables-restore f\necho $?\n`,
    ),
  ).toContain("Bad argument `COMMIT'");
});

it('a policy without counters loads in an editor, as it does without -c', () => {
  const prepared = prepareLab({ host: 'server', language: 'save' }, networks.remote!);
  const { problems, world } = runText(prepared, '*filter\n:INPUT DROP\nCOMMIT\n');
  expect([problems, world.hosts.server!.filter.tables.filter?.chains.INPUT?.policy]).toEqual([[], 'DROP']);
});

it('a COMMIT that is missing after such a line goes on a line of its own', () => {
  const prepared = prepareLab({ host: 'server', language: 'save' }, networks.remote!);
  const text = '*filter\n-A INPUT -j DROP';
  const [problem] = runText(prepared, text).problems;
  const fixed = `${text.slice(0, problem!.from)}${problem!.replacement}${text.slice(problem!.to)}`;
  expect(fixed).toBe(`${text}\nCOMMIT\n`);
  expect(runText(prepared, fixed).problems).toEqual([]);
});
