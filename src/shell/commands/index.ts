/**
 * The commands there are: one line each, in the order in which `help` lists them. A rare or heavy one is
 * loaded when a text first needs it.
 */

import { breakLoop } from './break.ts';
import { cat } from './cat.ts';
import { cd } from './cd.ts';
import { clear } from './clear.ts';
import { continueLoop } from './continue.ts';
import { echo } from './echo.ts';
import { exit, logout } from './exit.ts';
import { falseCommand } from './false.ts';
import { iptables } from './iptables/iptables.ts';
import { iptablesSave } from './iptables/iptables-save.ts';
import { pwd } from './pwd.ts';
import { CommandNotLoaded, type CommandTable, type ShellCommand } from './shellCommand.ts';
import { colon, trueCommand } from './true.ts';

interface Rare {
  readonly name: string;
  readonly load: () => Promise<ShellCommand>;
}
const rare = (name: string, load: Rare['load']): Rare => ({ name, load });
/** One of those that come together. */
const script = (name: string, pick: (all: typeof import('./scripting.ts')) => ShellCommand): Rare =>
  rare(name, async () => pick(await import('./scripting.ts')));

/** They show and change the network and its rules; the full terminal mounts them. */
const network: readonly (ShellCommand | Rare)[] = [
  iptables,
  iptablesSave,
  rare('iptables-restore', async () => (await import('./iptables/iptables-restore.ts')).iptablesRestore),
  rare('ip6tables', async () => (await import('./iptables/ip6tables.ts')).ip6tables),
  rare('ip6tables-save', async () => (await import('./iptables/ip6tables.ts')).ip6tablesSave),
  rare('ip6tables-restore', async () => (await import('./iptables/ip6tables.ts')).ip6tablesRestore),
  rare('ipset', async () => (await import('./ipset.ts')).ipset),
  rare('ip', async () => (await import('./ip/ip.ts')).ip),
  rare('ping', async () => (await import('./ping/ping.ts')).ping),
  rare('nc', async () => (await import('./nc.ts')).nc),
  rare('curl', async () => (await import('./curl/curl.ts')).curl),
  rare('ss', async () => (await import('./ss.ts')).ss),
  rare('sysctl', async () => (await import('./sysctl.ts')).sysctl),
  rare('modprobe', async () => (await import('./modprobe.ts')).modprobe),
  rare('conntrack', async () => (await import('./conntrack/conntrack.ts')).conntrack),
  rare('tcpdump', async () => (await import('./tcpdump/tcpdump.ts')).tcpdump),
];

/** They print, and work on texts and files. */
const tools: readonly (ShellCommand | Rare)[] = [
  cat,
  rare('less', async () => (await import('./less.ts')).less),
  rare('more', async () => (await import('./less.ts')).more),
  rare('head', async () => (await import('./head.ts')).head),
  rare('tail', async () => (await import('./tail.ts')).tail),
  rare('wc', async () => (await import('./wc.ts')).wc),
  rare('sort', async () => (await import('./sort.ts')).sort),
  rare('uniq', async () => (await import('./uniq.ts')).uniq),
  rare('grep', async () => (await import('./grep/grep.ts')).grep),
  rare('egrep', async () => (await import('./grep/grep.ts')).egrep),
  rare('fgrep', async () => (await import('./grep/grep.ts')).fgrep),
  rare('diff', async () => (await import('./diff.ts')).diff),
  rare('cmp', async () => (await import('./cmp.ts')).cmp),
  rare('rev', async () => (await import('./rev.ts')).rev),
  rare('paste', async () => (await import('./paste.ts')).paste),
  rare('cut', async () => (await import('./cut.ts')).cut),
  rare('tr', async () => (await import('./tr.ts')).tr),
  rare('sed', async () => (await import('./sed/sed.ts')).sed),
  rare('awk', async () => (await import('./awk/awk.ts')).awk),
  rare('tac', async () => (await import('./tac.ts')).tac),
  rare('tee', async () => (await import('./tee.ts')).tee),
  echo,
  rare('printf', async () => (await import('./printf.ts')).printf),
  rare('ls', async () => (await import('./ls.ts')).ls),
  pwd,
  rare('mkdir', async () => (await import('./mkdir.ts')).mkdir),
  rare('rmdir', async () => (await import('./rmdir.ts')).rmdir),
  rare('rm', async () => (await import('./rm.ts')).rm),
  rare('cp', async () => (await import('./cp.ts')).cp),
  rare('mv', async () => (await import('./mv.ts')).mv),
  rare('touch', async () => (await import('./touch.ts')).touch),
  rare('basename', async () => (await import('./basename.ts')).basename),
  rare('dirname', async () => (await import('./dirname.ts')).dirname),
  rare('readlink', async () => (await import('./readlink.ts')).readlink),
  rare('realpath', async () => (await import('./readlink.ts')).realpath),
  rare('mktemp', async () => (await import('./mktemp.ts')).mktemp),
  rare('chmod', async () => (await import('./chmod.ts')).chmod),
  rare('chown', async () => (await import('./chown.ts')).chown),
  rare('chgrp', async () => (await import('./chown.ts')).chgrp),
  rare('hostname', async () => (await import('./hostname.ts')).hostname),
  rare('whoami', async () => (await import('./whoami.ts')).whoami),
  rare('id', async () => (await import('./id.ts')).id),
  rare('uname', async () => (await import('./uname.ts')).uname),
  rare('date', async () => (await import('./date.ts')).date),
  rare('sleep', async () => (await import('./sleep.ts')).sleep),
  rare('seq', async () => (await import('./seq.ts')).seq),
  rare('expr', async () => (await import('./expr.ts')).expr),
  rare('docker', async () => (await import('./docker/docker.ts')).docker),
  rare('logger', async () => (await import('./logger.ts')).logger),
  rare('yes', async () => (await import('./yes.ts')).yes),
  script('test', (all) => all.test),
  script('[', (all) => all.bracket),
  trueCommand,
  falseCommand,
  colon,
  rare('history', async () => (await import('./history.ts')).history),
  clear,
];

/** They change the shell they run in, or run other commands. */
const shellCommands: readonly (ShellCommand | Rare)[] = [
  cd,
  rare('ssh', async () => (await import('./ssh.ts')).ssh),
  exit,
  logout,
  rare('sudo', async () => (await import('./sudo.ts')).sudo),
  rare('timeout', async () => (await import('./timeout.ts')).timeout),
  rare('flock', async () => (await import('./flock.ts')).flock),
  rare('reboot', async () => {
    await loadCommands(['sysctl', 'iptables-restore', 'ip6tables-restore']);
    return (await import('./reboot.ts')).reboot;
  }),
  rare('netfilter-persistent', async () => {
    const used = ['iptables-restore', 'ip6tables', 'ip6tables-save', 'ip6tables-restore', 'grep', 'tr'];
    await loadCommands(used);
    return (await import('./netfilterPersistent.ts')).netfilterPersistent;
  }),
  rare('service', async () => (await import('./service.ts')).service),
  rare('watch', async () => (await import('./watch.ts')).watch),
  rare('xargs', async () => (await import('./xargs.ts')).xargs),
  script('read', (all) => all.read),
  script('set', (all) => all.set),
  script('shift', (all) => all.shift),
  script('export', (all) => all.exportVariable),
  script('unset', (all) => all.unset),
  script('local', (all) => all.local),
  script('readonly', (all) => all.readonly),
  script('declare', (all) => all.declare),
  script('typeset', (all) => all.typeset),
  script('return', (all) => all.returnCommand),
  script('let', (all) => all.letCommand),
  script('getopts', (all) => all.getopts),
  script('mapfile', (all) => all.mapfile),
  script('readarray', (all) => all.readarray),
  script('eval', (all) => all.evalCommand),
  script('.', (all) => all.dot),
  script('source', (all) => all.source),
  script('bash', (all) => all.bash),
  script('sh', (all) => all.sh),
  script('trap', (all) => all.trap),
  script('wait', (all) => all.wait),
  script('jobs', (all) => all.jobs),
  script('pushd', (all) => all.pushd),
  script('popd', (all) => all.popd),
  script('dirs', (all) => all.dirs),
  rare('env', async () => (await import('./env.ts')).env),
  rare('printenv', async () => (await import('./printenv.ts')).printenv),
  breakLoop,
  continueLoop,
  script('type', (all) => all.type),
  script('command', (all) => all.command),
  script('builtin', (all) => all.builtin),
  script('hash', (all) => all.hash),
  script('alias', (all) => all.alias),
  script('umask', (all) => all.umask),
  script('shopt', (all) => all.shopt),
  rare('which', async () => (await import('./which.ts')).which),
  rare('man', async () => (await import('./man.ts')).man),
  rare('help', async () => (await import('./help.ts')).help),
];

const all = new Map([...network, ...tools, ...shellCommands].map((command) => [command.name, command]));
const loaded = new Map<string, ShellCommand>();
for (const command of all.values()) if ('run' in command) loaded.set(command.name, command);

/** Every command. */
export const commands: CommandTable = {
  names: [...all.keys()],
  networkNames: network.map((command) => command.name),
  isLoaded: (name) => loaded.has(name),
  find(name) {
    const command = loaded.get(name);
    if (!command && all.has(name)) throw new CommandNotLoaded(name);
    return command;
  },
};

/**
 * The commands that a text may run and that are not loaded yet: every word of it that is the name of one,
 * inside quotes, pipes and `$( )` too, and after `sudo`, `xargs` and `ssh`; with `help` all of them, since it
 * tells of each. Some may not be run after all. A name that comes only from a variable (`$X`), or is written
 * in parts (`p""ing`), is not among them: running it throws `CommandNotLoaded`.
 */
export const commandsNeeded = (text: string): readonly string[] => {
  const missing = commands.names.filter((name) => !loaded.has(name));
  if (missing.length === 0) return missing;
  // A match of iptables may have the name of a command: `-m conntrack`.
  const words = new Set(text.replace(/ -m +\w+/g, ' ').match(/[\w.[:-]+/g));
  return words.has('help') ? missing : missing.filter((name) => words.has(name));
};

/**
 * Loads commands by name; those that are loaded stay so. Rejects where a file of code does not arrive: trying
 * again is safe. Throws for a name that no command has.
 */
export const loadCommands = async (names: readonly string[]): Promise<void> => {
  await Promise.all(
    names.map(async (name) => {
      const command = all.get(name);
      if (!command) throw new Error(`no command ${name}`);
      if ('load' in command && !loaded.has(name)) loaded.set(name, await command.load());
    }),
  );
};

/** Takes commands that are there already, as `all.ts` does. */
export const addCommands = (more: readonly ShellCommand[]): void => {
  for (const command of more) loaded.set(command.name, command);
};

/** Loads every command. Where nothing has to arrive over a network, importing `all.ts` does it at once. */
export const loadAllCommands = (): Promise<void> => loadCommands(commands.names);

/**
 * Loads what a text needs and does something with it, anew whenever that meets a command whose name came from
 * a variable. `run` has to begin from the same values each time, as `enter` and `run` do.
 */
export const withCommands = async <T>(text: string, run: () => T): Promise<T> => {
  await loadCommands(commandsNeeded(text));
  for (;;) {
    try {
      return run();
    } catch (thrown) {
      if (!(thrown instanceof CommandNotLoaded)) throw thrown;
      await loadCommands([thrown.command]);
    }
  }
};
