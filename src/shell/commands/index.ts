/**
 * The commands there are: one line each, in the order in which `help` lists them. A rare or heavy one is
 * loaded when a text first needs it.
 */

import { bash, sh } from './bash.ts';
import { breakLoop } from './break.ts';
import { cat } from './cat.ts';
import { cd } from './cd.ts';
import { clear } from './clear.ts';
import { builtin, command } from './commandBuiltin.ts';
import { continueLoop } from './continue.ts';
import { declare, exportVariable, local, readonly, typeset } from './declare.ts';
import { echo } from './echo.ts';
import { env } from './env.ts';
import { evalCommand } from './eval.ts';
import { exit, logout } from './exit.ts';
import { falseCommand } from './false.ts';
import { head } from './head.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { hostname } from './hostname.ts';
import { id } from './id.ts';
import { iptables } from './iptables/iptables.ts';
import { iptablesRestore } from './iptables/iptables-restore.ts';
import { iptablesSave } from './iptables/iptables-save.ts';
import { less, more } from './less.ts';
import { letCommand } from './let.ts';
import { ls } from './ls.ts';
import { man } from './man.ts';
import { pwd } from './pwd.ts';
import { read } from './read.ts';
import { returnCommand } from './return.ts';
import { set } from './set.ts';
import { CommandNotLoaded, type CommandTable, type ShellCommand } from './shellCommand.ts';
import { shift } from './shift.ts';
import { sleep } from './sleep.ts';
import { dot, source } from './source.ts';
import { ssh } from './ssh.ts';
import { sudo } from './sudo.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { bracket, test } from './test.ts';
import { trap } from './trap.ts';
import { colon, trueCommand } from './true.ts';
import { type } from './type.ts';
import { uname } from './uname.ts';
import { unset } from './unset.ts';
import { jobs, wait } from './wait.ts';
import { watch } from './watch.ts';
import { which } from './which.ts';
import { whoami } from './whoami.ts';
import { xargs } from './xargs.ts';

interface Rare {
  readonly name: string;
  readonly load: () => Promise<ShellCommand>;
}
const rare = (name: string, load: Rare['load']): Rare => ({ name, load });

/** They show and change the network and its rules; the full terminal mounts them. */
const network: readonly (ShellCommand | Rare)[] = [
  iptables,
  iptablesSave,
  iptablesRestore,
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
  less,
  more,
  head,
  tail,
  rare('wc', async () => (await import('./wc.ts')).wc),
  rare('sort', async () => (await import('./sort.ts')).sort),
  rare('uniq', async () => (await import('./uniq.ts')).uniq),
  rare('grep', async () => (await import('./grep.ts')).grep),
  rare('cut', async () => (await import('./cut.ts')).cut),
  rare('tr', async () => (await import('./tr.ts')).tr),
  rare('sed', async () => (await import('./sed/sed.ts')).sed),
  rare('awk', async () => (await import('./awk/awk.ts')).awk),
  rare('tac', async () => (await import('./tac.ts')).tac),
  tee,
  echo,
  rare('printf', async () => (await import('./printf.ts')).printf),
  ls,
  pwd,
  rare('mkdir', async () => (await import('./mkdir.ts')).mkdir),
  rare('rmdir', async () => (await import('./rmdir.ts')).rmdir),
  rare('rm', async () => (await import('./rm.ts')).rm),
  rare('cp', async () => (await import('./cp.ts')).cp),
  rare('mv', async () => (await import('./mv.ts')).mv),
  rare('touch', async () => (await import('./touch.ts')).touch),
  rare('basename', async () => (await import('./basename.ts')).basename),
  rare('dirname', async () => (await import('./dirname.ts')).dirname),
  rare('mktemp', async () => (await import('./mktemp.ts')).mktemp),
  rare('chmod', async () => (await import('./chmod.ts')).chmod),
  hostname,
  whoami,
  id,
  uname,
  rare('date', async () => (await import('./date.ts')).date),
  sleep,
  rare('seq', async () => (await import('./seq.ts')).seq),
  rare('expr', async () => (await import('./expr.ts')).expr),
  rare('logger', async () => (await import('./logger.ts')).logger),
  rare('yes', async () => (await import('./yes.ts')).yes),
  test,
  bracket,
  trueCommand,
  falseCommand,
  colon,
  history,
  clear,
];

/** They change the shell they run in, or run other commands. */
const shellCommands: readonly (ShellCommand | Rare)[] = [
  cd,
  ssh,
  exit,
  logout,
  sudo,
  watch,
  xargs,
  read,
  set,
  shift,
  exportVariable,
  unset,
  local,
  readonly,
  declare,
  typeset,
  returnCommand,
  letCommand,
  rare('getopts', async () => (await import('./getopts.ts')).getopts),
  rare('mapfile', async () => (await import('./mapfile.ts')).mapfile),
  rare('readarray', async () => (await import('./mapfile.ts')).readarray),
  evalCommand,
  dot,
  source,
  bash,
  sh,
  trap,
  wait,
  jobs,
  rare('pushd', async () => (await import('./pushd.ts')).pushd),
  rare('popd', async () => (await import('./pushd.ts')).popd),
  rare('dirs', async () => (await import('./pushd.ts')).dirs),
  env,
  rare('printenv', async () => (await import('./printenv.ts')).printenv),
  breakLoop,
  continueLoop,
  type,
  command,
  builtin,
  rare('hash', async () => (await import('./habits.ts')).hash),
  rare('alias', async () => (await import('./habits.ts')).alias),
  rare('umask', async () => (await import('./habits.ts')).umask),
  rare('shopt', async () => (await import('./habits.ts')).shopt),
  which,
  man,
  help,
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
  const words = new Set(text.match(/[\w.[:-]+/g));
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
