/** Programs and files agree: what runs is a file, what is no file does not run. */
import { describe, expect, test } from 'vitest';
import { commands } from '../../../src/shell/commands/index.ts';
import { commandCalled } from '../../../src/shell/commands/shellCommand.ts';
import { enter } from '../../../src/shell/enter.ts';
import { missingOfBash, missingPrograms } from '../../../src/shell/missingPrograms.ts';
import { programs } from '../../../src/shell/programs.ts';
import { runScript } from '../../../src/shell/run.ts';
import { atTerminal } from './terminal.ts';

const said = (line: string): string =>
  enter(atTerminal(), line)
    .output.map((o) => o.text)
    .join('');

test('every program is a command, and every command a program or a part of the shell', () => {
  for (const name of programs.values()) expect(commandCalled(commands, name), name).toBeDefined();
  const files = new Set(programs.values());
  for (const name of commands.names)
    expect([name, files.has(name) || commands.find(name)!.isBuiltin === true]).toEqual([name, true]);
});

test('every program that is missing is a file, and refused by its name', () => {
  const names = Object.values(missingPrograms).flatMap((list) => list.split(/\s+/));
  for (const name of [...names, ...missingOfBash])
    expect(said(name)).toBe(`-bash: ${name} is not simulated here\n`);
  for (const name of names) expect(said(`which ${name}`)).toMatch(new RegExp(`^/usr/s?bin/${name}\n$`));
});

describe.each([
  // Recorded on Debian 12 (debianutils 5.7, bash 5.2); the paths are those of its packages.
  ['which iptables ip', '/usr/sbin/iptables\n/usr/sbin/ip\n'],
  ['which nosuch; echo $?', '1\n'],
  ['which -a ls /sbin/iptables', '/usr/bin/ls\n/bin/ls\n/sbin/iptables\n'],
  ['[ -x /sbin/iptables ] && [ -x /usr/sbin/iptables-save ] && [ -f /bin/ls ] && echo yes', 'yes\n'],
  ['[ -x /usr/local/sbin/iptables ] || echo no', 'no\n'],
  [
    '/usr/local/sbin/iptables -L; echo $?',
    '-bash: /usr/local/sbin/iptables: No such file or directory\n127\n',
  ],
  ['/sbin/iptables -S INPUT', '-P INPUT ACCEPT\n'],
  ['ls /sbin/iptables /usr/sbin/iptables', '/sbin/iptables\n/usr/sbin/iptables\n'],
  ['/etc; echo $?', '-bash: /etc: Is a directory\n126\n'],
  ['/etc/hosts; echo $?', '-bash: /etc/hosts: Permission denied\n126\n'],
  ['/etc/hosts/x; echo $?', '-bash: /etc/hosts/x: Not a directory\n126\n'],
  ['PATH=/usr/bin; iptables -S; echo $?', '-bash: iptables: command not found\n127\n'],
  ['cat /etc/hosts', '127.0.0.1\tlocalhost\n'],
  ["grep '^ssh' /etc/services", 'ssh\t\t22/tcp\n'],
  [
    'cat /proc/net/ip_tables_names; iptables -t nat -S > /dev/null; iptables -L > /dev/null; cat /proc/net/ip_tables_names',
    'filter\nnat\n',
  ],
  [
    'iptables -A INPUT -m recent --name bad --set; ls /proc/net/xt_recent; cat /proc/net/xt_recent/bad',
    'bad\n',
  ],
  ['echo 1 > /proc/net/ip_tables_names; echo $?', '-bash: /proc/net/ip_tables_names: Permission denied\n1\n'],
  ['ls /sys/class/net; cat /sys/class/net/lo/mtu', 'eth0\nlo\n65536\n'],
  [
    'iptables-legacy -A INPUT -j DROP; iptables -S INPUT; iptables-nft -S INPUT',
    '-P INPUT ACCEPT\n-A INPUT -j DROP\n-P INPUT ACCEPT\n',
  ],
  ['iptables-nft -V; iptables-legacy -V', 'iptables v1.8.9 (nf_tables)\niptables v1.8.9 (legacy)\n'],
])('%s', (line, printed) => {
  test('as the real machine', () => expect(said(line)).toBe(printed));
});

test('rules of the other command are refused by its name', () => {
  expect(said('iptables-nft -A INPUT -j DROP; iptables -S INPUT')).toBe(
    'iptables-nft: this host has iptables legacy; rules of nf_tables beside them are not simulated here\n',
  );
});

test.each([
  [
    'x=$(echo eth0 | grep -oP "e.*" 2> /dev/null); iptables -A FORWARD $x -j DROP',
    'grep: -P is not simulated here\n',
  ],
  ['echo a; date -s 12:00 > /dev/null 2>&1 || true; echo b', 'a\ndate: -s is not simulated here\n'],
  [
    'if ! sort --parallel=2 < /dev/null; then iptables -P INPUT DROP; fi',
    'sort: --parallel=2 is not simulated here\n',
  ],
])('what a program has and we do not ends a script, wherever its words go: %s', (script, printed) => {
  const ran = runScript(atTerminal().world, 'client', `${script}\niptables -S | head -3\n`);
  expect(ran.flatMap((r) => r.stdout + r.stderr).join('')).toBe(printed);
});

test('a list that a rule keeps is read and written below /proc', () => {
  const add =
    'iptables -A INPUT -m recent --name bad --rcheck -j DROP; echo +10.0.0.9 > /proc/net/xt_recent/bad';
  expect(said(`${add}; cat /proc/net/xt_recent/bad`)).toMatch(
    /^src=10\.0\.0\.9 ttl: 0 last_seen: \d+ oldest_pkt: 1 \d+\n$/,
  );
  expect(said(`${add}; echo / > /proc/net/xt_recent/bad; cat /proc/net/xt_recent/bad`)).toBe('');
  expect(said(`${add}; echo x > /proc/net/xt_recent/bad`)).toBe(
    '-bash: echo: write error: Invalid argument\n',
  );
});

test('iptables-save says when it ran, by the clock of the network, in each command’s own words', () => {
  expect(said('iptables -t nat -L > /dev/null; iptables-save')).toBe(
    '# Generated by iptables-save v1.8.9 on Tue Nov 14 22:13:20 2023\n*nat\n:PREROUTING ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n:POSTROUTING ACCEPT [0:0]\nCOMMIT\n# Completed on Tue Nov 14 22:13:20 2023\n',
  );
  expect(said('iptables-nft-save -t nat')).toContain(
    '# Generated by iptables-nft-save v1.8.9 (nf_tables) on Tue Nov 14 22:13:20 2023\n*nat\n',
  );
});

describe('names of a learner’s that objects have too', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s', (name) => {
    expect(said(`echo hi > ${name}; cat ${name}; ls | head -1; rm ${name}; cat ${name}`)).toBe(
      `hi\n${name}\ncat: ${name}: No such file or directory\n`,
    );
    expect(said(`ssh ${name} true; sysctl ${name}; cat /proc/${name} /dev/${name}`)).toMatch(/No such file/);
  });
});
