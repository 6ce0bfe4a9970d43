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
import { env } from './env.ts';
import { exit, logout } from './exit.ts';
import { exportVariable } from './export.ts';
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
import { ls } from './ls.ts';
import { man } from './man.ts';
import { pwd } from './pwd.ts';
import { read } from './read.ts';
import { CommandNotLoaded, type CommandTable, type ShellCommand } from './shellCommand.ts';
import { sleep } from './sleep.ts';
import { ssh } from './ssh.ts';
import { sudo } from './sudo.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { bracket, test } from './test.ts';
import { colon, trueCommand } from './true.ts';
import { type } from './type.ts';
import { uname } from './uname.ts';
import { unset } from './unset.ts';
import { watch } from './watch.ts';
import { which } from './which.ts';
import { whoami } from './whoami.ts';
import { xargs } from './xargs.ts';

interface Rare {
  readonly name: string;
  readonly load: () => Promise<ShellCommand>;
}
const rare = <M>(name: string, load: () => Promise<M>, pick: (module: M) => ShellCommand): Rare => ({
  name,
  load: async () => pick(await load()),
});

/** They show and change the network and its rules; the full terminal mounts them. */
const network: readonly (ShellCommand | Rare)[] = [
  iptables,
  iptablesSave,
  iptablesRestore,
  rare(
    'ipset',
    () => import('./ipset.ts'),
    (m) => m.ipset,
  ),
  rare(
    'ip',
    () => import('./ip/ip.ts'),
    (m) => m.ip,
  ),
  rare(
    'ping',
    () => import('./ping/ping.ts'),
    (m) => m.ping,
  ),
  rare(
    'nc',
    () => import('./nc.ts'),
    (m) => m.nc,
  ),
  rare(
    'curl',
    () => import('./curl/curl.ts'),
    (m) => m.curl,
  ),
  rare(
    'ss',
    () => import('./ss.ts'),
    (m) => m.ss,
  ),
  rare(
    'sysctl',
    () => import('./sysctl.ts'),
    (m) => m.sysctl,
  ),
  rare(
    'conntrack',
    () => import('./conntrack/conntrack.ts'),
    (m) => m.conntrack,
  ),
  rare(
    'tcpdump',
    () => import('./tcpdump/tcpdump.ts'),
    (m) => m.tcpdump,
  ),
];

/** They print, and work on texts and files. */
const tools: readonly (ShellCommand | Rare)[] = [
  cat,
  less,
  more,
  head,
  tail,
  rare(
    'wc',
    () => import('./wc.ts'),
    (m) => m.wc,
  ),
  rare(
    'sort',
    () => import('./sort.ts'),
    (m) => m.sort,
  ),
  rare(
    'uniq',
    () => import('./uniq.ts'),
    (m) => m.uniq,
  ),
  rare(
    'grep',
    () => import('./grep.ts'),
    (m) => m.grep,
  ),
  rare(
    'cut',
    () => import('./cut.ts'),
    (m) => m.cut,
  ),
  rare(
    'tr',
    () => import('./tr.ts'),
    (m) => m.tr,
  ),
  rare(
    'sed',
    () => import('./sed/sed.ts'),
    (m) => m.sed,
  ),
  tee,
  echo,
  rare(
    'printf',
    () => import('./printf.ts'),
    (m) => m.printf,
  ),
  ls,
  pwd,
  rare(
    'mkdir',
    () => import('./mkdir.ts'),
    (m) => m.mkdir,
  ),
  rare(
    'rmdir',
    () => import('./rmdir.ts'),
    (m) => m.rmdir,
  ),
  rare(
    'rm',
    () => import('./rm.ts'),
    (m) => m.rm,
  ),
  rare(
    'cp',
    () => import('./cp.ts'),
    (m) => m.cp,
  ),
  rare(
    'mv',
    () => import('./mv.ts'),
    (m) => m.mv,
  ),
  rare(
    'touch',
    () => import('./touch.ts'),
    (m) => m.touch,
  ),
  hostname,
  whoami,
  id,
  uname,
  rare(
    'date',
    () => import('./date.ts'),
    (m) => m.date,
  ),
  sleep,
  rare(
    'seq',
    () => import('./seq.ts'),
    (m) => m.seq,
  ),
  rare(
    'yes',
    () => import('./yes.ts'),
    (m) => m.yes,
  ),
  test,
  bracket,
  trueCommand,
  falseCommand,
  colon,
  history,
  clear,
];

/** They change the shell they run in, or run other commands. */
const shellCommands: readonly ShellCommand[] = [
  cd,
  ssh,
  exit,
  logout,
  sudo,
  watch,
  xargs,
  read,
  exportVariable,
  unset,
  env,
  breakLoop,
  continueLoop,
  type,
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
