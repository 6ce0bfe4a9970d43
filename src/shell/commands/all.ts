/**
 * Importing this loads every command, at once: for Node, builds and tests, and for pages that want all of them.
 */
import { conntrack } from './conntrack/conntrack.ts';
import { cp } from './cp.ts';
import { curl } from './curl/curl.ts';
import { cut } from './cut.ts';
import { date } from './date.ts';
import { getopts } from './getopts.ts';
import { grep } from './grep.ts';
import { alias, hash, shopt, umask } from './habits.ts';
import { addCommands } from './index.ts';
import { ip } from './ip/ip.ts';
import { ipset } from './ipset.ts';
import { mapfile, readarray } from './mapfile.ts';
import { mkdir } from './mkdir.ts';
import { mv } from './mv.ts';
import { nc } from './nc.ts';
import { ping } from './ping/ping.ts';
import { printf } from './printf.ts';
import { dirs, popd, pushd } from './pushd.ts';
import { rm } from './rm.ts';
import { rmdir } from './rmdir.ts';
import { sed } from './sed/sed.ts';
import { seq } from './seq.ts';
import { sort } from './sort.ts';
import { ss } from './ss.ts';
import { sysctl } from './sysctl.ts';
import { tcpdump } from './tcpdump/tcpdump.ts';
import { touch } from './touch.ts';
import { tr } from './tr.ts';
import { uniq } from './uniq.ts';
import { wc } from './wc.ts';
import { yes } from './yes.ts';

addCommands([
  ipset,
  ip,
  ping,
  nc,
  curl,
  ss,
  sysctl,
  conntrack,
  tcpdump,
  wc,
  sort,
  uniq,
  grep,
  cut,
  tr,
  sed,
  printf,
  mkdir,
  rmdir,
  rm,
  cp,
  mv,
  touch,
  date,
  seq,
  yes,
  getopts,
  mapfile,
  readarray,
  pushd,
  popd,
  dirs,
  hash,
  alias,
  umask,
  shopt,
]);
