/** Every command that changes the shell or runs other commands; a new one is a file and its line here. */
import type { Builtin } from './builtin.ts';
import { cd } from './cd.ts';
import { breakLoop, continueLoop, exit, logout } from './exit.ts';
import { env, exportVariable, unset } from './export.ts';
import { help } from './help.ts';
import { man } from './man.ts';
import { read } from './read.ts';
import { ssh } from './ssh.ts';
import { sudo } from './sudo.ts';
import { type, which } from './type.ts';
import { watch } from './watch.ts';
import { xargs } from './xargs.ts';

/** In the order `help` lists them. */
export const builtins: readonly Builtin[] = [
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

/** A builtin by name. */
export const findBuiltin = (name: string): Builtin | undefined => builtins.find((b) => b.name === name);
