/**
 * What a reboot keeps, and netfilter-persistent. What netfilter-persistent prints was recorded from 1.0.20 of Debian 12, run in a
 * namespace of its own. What a console and ssh say at a reboot was not: no machine was restarted for it.
 */
import { expect, it } from 'vitest';
import { linesToType, typeLines } from '../../../src/course/typeLines.ts';
import { run } from '../../../src/shell/run.ts';
import { atTerminal } from './terminal.ts';

const { world } = atTerminal();
/** What the last line printed, after others were typed on `client`. */
const lastOf = (...lines: readonly string[]) =>
  typeLines(world, 'client', linesToType(lines.join('\n'))).transcript.at(-1)!;

const login = '\nDebian GNU/Linux 12 client tty1\n\nclient login: root (automatic login)\n\n';
const policies = '-P INPUT ACCEPT\n-P FORWARD ACCEPT\n-P OUTPUT ACCEPT\n';
const rule = 'iptables -A INPUT -p tcp --dport 80 -j DROP';
const saved = `${policies}-A INPUT -p tcp -m tcp --dport 80 -j DROP\n`;
const plugin = (verb: string) =>
  `run-parts: executing /usr/share/netfilter-persistent/plugins.d/15-ip4tables ${verb}\n`;
const plugin6 = (verb: string) =>
  `run-parts: executing /usr/share/netfilter-persistent/plugins.d/25-ip6tables ${verb}\n`;
const usage = 'Usage: /usr/sbin/netfilter-persistent (start|stop|restart|reload|flush|save)\n';

it.each<{ readonly name: string; readonly lines: readonly string[]; readonly output: string }>([
  { name: 'says what a console says, and ends the line', lines: ['reboot; echo more'], output: login },
  { name: 'rules are gone', lines: [rule, 'reboot', 'iptables -S'], output: policies },
  { name: 'sets are gone', lines: ['ipset create s hash:ip', 'reboot', 'ipset list -n'], output: '' },
  {
    name: 'saved rules are loaded',
    lines: [rule, 'netfilter-persistent save', 'iptables -F', 'reboot', 'iptables -S'],
    output: saved,
  },
  {
    name: 'a file with a mistake loads nothing',
    lines: [
      rule,
      'iptables-save > /etc/iptables/rules.v4',
      'echo x >> /etc/iptables/rules.v4',
      'reboot',
      'iptables -S',
    ],
    output: policies,
  },
  {
    name: 'rules for IPv6 too',
    lines: ['ip6tables -P INPUT DROP', 'netfilter-persistent save', 'reboot', 'ip6tables -S INPUT'],
    output: '-P INPUT DROP\n',
  },
  {
    name: 'parameters are those of the files, the last one counts',
    lines: [
      'sysctl -q net.ipv4.ip_forward=1 net.ipv4.ip_default_ttl=9',
      'echo net.ipv4.ip_default_ttl=1 > /etc/sysctl.d/10-a.conf; echo net.ipv4.ip_default_ttl = 77 > /etc/sysctl.conf',
      'reboot',
      'sysctl -n net.ipv4.ip_forward net.ipv4.ip_default_ttl',
    ],
    output: '0\n77\n',
  },
  {
    name: 'addresses, connections and the clock',
    lines: [
      'iptables -A INPUT -m state --state NEW',
      'curl -s server > /dev/null; ip addr add 10.9.9.9/24 dev eth0; ip link set eth0 down',
      'reboot',
      "ip -br addr show eth0 | grep -c 10.9.9.9; ip -br addr show eth0 | grep -c 'UP  *10.0.0.1/24'; wc -l < /proc/net/nf_conntrack; date +%M%S",
    ],
    output: '0\n1\n0\n1340\n',
  },
  {
    name: 'files stay, but for those of /tmp and /run',
    lines: ['touch /root/a /tmp/b /run/c; cd /tmp; A=1', 'reboot', 'pwd; ls /root /tmp /run; echo "[$A]"'],
    output: '/root\n/root:\na\n\n/run:\n\n/tmp:\n[]\n',
  },
  {
    name: 'of another host: its shell is closed',
    lines: ['ssh server', 'reboot'],
    output: 'Connection to server closed by remote host.\nConnection to server closed.\n',
  },
  {
    name: 'by ssh: the line goes on',
    lines: ['ssh server reboot; echo $?'],
    output: 'Connection to server closed by remote host.\n255\n',
  },
  { name: 'of the host that a shell came from', lines: ['ssh server', 'ssh client reboot'], output: login },
  {
    name: 'in parentheses, in a pipe and with sudo',
    lines: ['(reboot)', 'sudo reboot | cat'],
    output: login,
  },
  {
    name: 'with an option: refused by name',
    lines: ['reboot -f'],
    output: 'reboot: -f is not simulated here\n',
  },
  {
    name: 'save',
    lines: ['netfilter-persistent save'],
    output: plugin('save') + plugin6('save'),
  },
  {
    name: 'start without files',
    lines: ['netfilter-persistent start'],
    output: `${plugin('start')}Warning: skipping IPv4 (no rules to load)\n${plugin6('start')}Warning: skipping IPv6 (no rules to load)\n/usr/share/netfilter-persistent/plugins.d/25-ip6tables: 39: cannot open /etc/iptables/rules.v6: No such file\nError: IPv6 rules failed test load. New rules NOT loaded\n`,
  },
  {
    name: 'reload of a file with a mistake',
    lines: [
      rule,
      'netfilter-persistent save',
      'echo "-A foo" >> /etc/iptables/rules.v4',
      'netfilter-persistent reload',
    ],
    output: `${plugin('start')}iptables-restore: line 9 failed\nError: IPv4 rules failed test load. New rules NOT loaded\n${plugin6('start')}`,
  },
  {
    name: 'flush',
    lines: [
      `${rule}; iptables -P INPUT DROP; iptables -N own; iptables -t nat -A OUTPUT -j ACCEPT`,
      'netfilter-persistent flush 2> /dev/null; iptables -S; iptables -t nat -S OUTPUT',
    ],
    output: `${policies}-P OUTPUT ACCEPT\n`,
  },
  {
    name: 'stop',
    lines: ['netfilter-persistent stop'],
    output: "Automatic flush disabled; use '/usr/sbin/netfilter-persistent flush'\n",
  },
  { name: 'no verb', lines: ['netfilter-persistent'], output: usage },
  { name: 'another verb', lines: ['netfilter-persistent status'], output: usage },
])('$name', ({ lines, output }) => {
  expect(lastOf(...lines).output).toBe(output);
});

it('a script on the host ends with it, and what comes later sees its files', () => {
  const script = run(
    world,
    'client',
    `${rule}; netfilter-persistent save; iptables -F; reboot; iptables -P INPUT DROP`,
  );
  expect(script.stdout).toBe('');
  expect(run(script.world, 'client', 'iptables -S').stdout).toBe(saved);
});

it('is refused where Docker would make its rules again', () => {
  const typed = lastOf('mkdir -p /var/lib/docker; reboot');
  expect(typed.output).toBe('reboot: a host with containers is not simulated here\n');
});
