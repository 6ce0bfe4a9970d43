/** Commands that are loaded when a text needs them. The setup of the tests loads all of them, so each test begins anew. */
import { beforeEach, expect, test, vi } from 'vitest';
import { atTerminal } from './terminal.ts';

const fresh = async () => {
  const index = await import('../../../src/shell/commands/index.ts');
  const { CommandNotLoaded } = await import('../../../src/shell/commands/shellCommand.ts');
  const { enter } = await import('../../../src/shell/enter.ts');
  const said = (line: string) =>
    enter(atTerminal(), line)
      .output.map((o) => o.text)
      .join('');
  return { ...index, CommandNotLoaded, said };
};
beforeEach(() => {
  vi.resetModules();
});

test.each([
  ['iptables -A INPUT -p tcp --dport 80 -j ACCEPT', []],
  ['tcpdump -n', ['tcpdump']],
  ["iptables -S | grep -- '-j DROP' | wc -l", ['wc', 'grep']],
  ['X=$(ip -br addr); echo "`sort`$X"', ['ip', 'sort']],
  ['sudo nc -z 10.0.0.2 80; ssh server "curl 10.0.0.1"', ['nc', 'curl', 'ssh', 'sudo']],
  ['echo a | xargs -n1 /usr/sbin/sysctl', ['sysctl', 'xargs']],
  ['for i in 1 2;do ping $i;done\nman conntrack', ['ping', 'conntrack', 'man']],
  ['iptables -A INPUT -m set --match-set a src\nipset list', ['ipset']],
  ['iptables -A INPUT -m conntrack --ctstate NEW -j ACCEPT', []],
  ['echo --ip skipping ip-x', []],
] as const)('%s needs %j', async (text, needed) => {
  const { commandsNeeded } = await fresh();
  expect(commandsNeeded(text)).toEqual(needed);
});

test('help tells of every command, so it needs all of them', async () => {
  const { commandsNeeded, loadCommands, said } = await fresh();
  await loadCommands(commandsNeeded('help'));
  expect(commandsNeeded('tcpdump ip sed')).toEqual([]);
  expect(said('help')).toContain('tcpdump');
});

test('every line of the table loads the command of its name', async () => {
  const { commands, loadAllCommands } = await fresh();
  await loadAllCommands();
  for (const name of commands.names) expect(commands.find(name)?.name).toBe(name);
});

test('importing all.ts loads every command at once', async () => {
  const { commands } = await fresh();
  expect(commands.names.filter((name) => !commands.isLoaded(name))).not.toEqual([]);
  await import('../../../src/shell/commands/all.ts');
  expect(commands.names.filter((name) => !commands.isLoaded(name))).toEqual([]);
});

test('a command that is not loaded is a mistake of the program, and never "command not found"', async () => {
  const { CommandNotLoaded, said } = await fresh();
  expect(() => said('tcpdump -n')).toThrow(CommandNotLoaded);
  expect(() => said('X=ss; echo a; $X -tln')).toThrow(expect.objectContaining({ command: 'ss' }));
  expect(said('tcpdumb')).toContain('command not found');
});

test('a name that comes from a variable is loaded, and the line runs once more from the same session', async () => {
  const { withCommands, said } = await fresh();
  const line = 'echo once; for X in wc uniq; do echo a | $X; done';
  expect(await withCommands(line, () => said(line))).toBe('once\n      1       1       2\na\n');
});

test('a command that there is not cannot be loaded', async () => {
  const { loadCommands } = await fresh();
  await expect(loadCommands(['frob'])).rejects.toThrow('frob');
});
