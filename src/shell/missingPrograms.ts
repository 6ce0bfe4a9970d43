/**
 * Programs that every Debian 12 has and a host here has not: its essential packages, procps, kmod and iproute2, without
 * those that no script of a firewall calls. A script that calls one is refused by its name; of any other name, a
 * shell says that there is no such command, as it does there.
 */
export const missingPrograms: ReadonlySet<string> = new Set(
  `base64 bridge chgrp chown chroot chrt cksum cmp comm csplit dash dd df diff diff3 dir dmesg dnsdomainname domainname
  dpkg dpkg-query du egrep expand factor fallocate fgrep find findmnt flock fmt fold free getconf getent getopt groups gunzip
  gzip hostid iconv invoke-rc.d ionice ipcs join kill killall5 last ldconfig ldd link ln locale login logname lsblk lscpu lsns
  md5sum mkfifo mknod mount mountpoint nice nl nohup nproc nsenter nstat numfmt od pathchk perl pgrep pidof pidwait pinky pkill
  pmap pr ps ptx readlink realpath rename.ul renice reset rgrep routel run-parts runuser script sdiff service setarch setpriv
  setsid sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf slabtop split start-stop-daemon stat stdbuf stty su sum sync
  tar taskset tc tempfile timeout toe top tput truncate tset tsort tty umount uncompress unexpand unlink unshare
  update-alternatives update-rc.d uptime users vdir vmstat w wall whereis who zcat zcmp zdiff zegrep zfgrep zgrep zless
  zmore lsmod insmod rmmod depmod modinfo`.split(/\s+/),
);
