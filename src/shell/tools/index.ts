/** Every command that knows nothing of the shell around it; a new one is a file and its line here. */
import { cat } from './cat.ts';
import { cp, mv } from './cp.ts';
import { cut } from './cut.ts';
import { date } from './date.ts';
import { echo } from './echo.ts';
import { grep } from './grep.ts';
import { head } from './head.ts';
import { hostname } from './hostname.ts';
import { less, more } from './less.ts';
import { ls } from './ls.ts';
import { mkdir, rmdir } from './mkdir.ts';
import { printf } from './printf.ts';
import { rm } from './rm.ts';
import { sed } from './sed.ts';
import { seq } from './seq.ts';
import { sleep } from './sleep.ts';
import { clear, colon, history, no, pwd, yes, yes_ } from './small.ts';
import { sort } from './sort.ts';
import { tail } from './tail.ts';
import { tee } from './tee.ts';
import { bracket, test } from './test.ts';
import type { Tool } from './tool.ts';
import { touch } from './touch.ts';
import { tr } from './tr.ts';
import { uname } from './uname.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';
import { id, whoami } from './whoami.ts';

/** In the order `help` lists them. */
export const tools: readonly Tool[] = [
  cat,
  less,
  more,
  head,
  tail,
  wc,
  sort,
  uniq,
  grep,
  cut,
  tr,
  sed,
  tee,
  echo,
  printf,
  ls,
  pwd,
  mkdir,
  rmdir,
  rm,
  cp,
  mv,
  touch,
  hostname,
  whoami,
  id,
  uname,
  date,
  sleep,
  seq,
  yes,
  test,
  bracket,
  yes_,
  no,
  colon,
  history,
  clear,
];

const byName = new Map(tools.map((tool) => [tool.name, tool]));

/** A tool by name. */
export const findTool = (name: string): Tool | undefined => byName.get(name);
