/**
 * Importing this loads every command, at once: for Node, builds and tests, and for pages that want all of them.
 */
import { awk } from './awk/awk.ts';
import { basename } from './basename.ts';
import { chmod } from './chmod.ts';
import { chgrp, chown } from './chown.ts';
import { cmp } from './cmp.ts';
import { conntrack } from './conntrack/conntrack.ts';
import { cp } from './cp.ts';
import { curl } from './curl/curl.ts';
import { cut } from './cut.ts';
import { date } from './date.ts';
import { diff } from './diff.ts';
import { dirname } from './dirname.ts';
import { docker } from './docker/docker.ts';
import { env } from './env.ts';
import { expr } from './expr.ts';
import { flock } from './flock.ts';
import { egrep, fgrep, grep } from './grep/grep.ts';
import { head } from './head.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { hostname } from './hostname.ts';
import { id } from './id.ts';
import { addCommands } from './index.ts';
import { ip } from './ip/ip.ts';
import { ipset } from './ipset.ts';
import { ip6tables, ip6tablesRestore, ip6tablesSave } from './iptables/ip6tables.ts';
import { iptablesRestore } from './iptables/iptables-restore.ts';
import { less, more } from './less.ts';
import { logger } from './logger.ts';
import { ls } from './ls.ts';
import { man } from './man.ts';
import { mkdir } from './mkdir.ts';
import { mktemp } from './mktemp.ts';
import { modprobe } from './modprobe.ts';
import { mv } from './mv.ts';
import { nc } from './nc.ts';
import { netfilterPersistent } from './netfilterPersistent.ts';
import { paste } from './paste.ts';
import { ping } from './ping/ping.ts';
import { printenv } from './printenv.ts';
import { printf } from './printf.ts';
import { readlink, realpath } from './readlink.ts';
import { reboot } from './reboot.ts';
import { rev } from './rev.ts';
import { rm } from './rm.ts';
import { rmdir } from './rmdir.ts';
import * as scripting from './scripting.ts';
import { sed } from './sed/sed.ts';
import { seq } from './seq.ts';
import { service } from './service.ts';
import { sleep } from './sleep.ts';
import { sort } from './sort.ts';
import { ss } from './ss.ts';
import { ssh } from './ssh.ts';
import { sudo } from './sudo.ts';
import { sysctl } from './sysctl.ts';
import { tac } from './tac.ts';
import { tail } from './tail.ts';
import { tcpdump } from './tcpdump/tcpdump.ts';
import { tee } from './tee.ts';
import { timeout } from './timeout.ts';
import { touch } from './touch.ts';
import { tr } from './tr.ts';
import { uname } from './uname.ts';
import { uniq } from './uniq.ts';
import { watch } from './watch.ts';
import { wc } from './wc.ts';
import { which } from './which.ts';
import { whoami } from './whoami.ts';
import { xargs } from './xargs.ts';
import { yes } from './yes.ts';

addCommands([
  head,
  help,
  hostname,
  id,
  less,
  more,
  ls,
  man,
  sleep,
  ssh,
  sudo,
  tail,
  tee,
  whoami,
  ...Object.values(scripting),
  xargs,
  which,
  watch,
  uname,
  history,
  env,
  awk,
  tac,
  basename,
  dirname,
  docker,
  expr,
  mktemp,
  chmod,
  logger,
  printenv,
  modprobe,
  chown,
  chgrp,
  cmp,
  diff,
  egrep,
  fgrep,
  readlink,
  realpath,
  service,
  netfilterPersistent,
  reboot,
  timeout,
  flock,

  ipset,
  ip6tables,
  ip6tablesSave,
  ip6tablesRestore,
  iptablesRestore,
  ip,
  ping,
  paste,
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
  rev,
  rm,
  cp,
  mv,
  touch,
  date,
  seq,
  yes,
]);
