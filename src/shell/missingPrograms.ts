/**
 * Programs that every Debian 12 has and a host here has not: its essential packages, apt, procps, kmod and iproute2,
 * without those that no script of a firewall calls. They are files, so that a script which looks for one goes on as it
 * does there; one that runs it is refused by its name. Of any other name, a shell says that there is no such command.
 */

/** Their names by folder. */
export const missingPrograms: Readonly<Record<string, string>> = {
  '/usr/bin': `apt apt-cache apt-get base64 chrt cksum comm csplit dash dd df diff3 dir dmesg dnsdomainname domainname dpkg
    dpkg-query du expand factor fallocate find findmnt fmt fold free getconf getent getopt groups gunzip gzip
    hostid iconv install ionice ipcs join kill last ldd link ln locale login logname lsblk lscpu lsns md5sum mkfifo mknod
    mount mountpoint nice nl nohup nproc nsenter nstat numfmt od pathchk perl pgrep pidof pidwait pinky pkill pmap
    pr ps ptx rename.ul renice reset rgrep routel run-parts script sdiff setarch setpriv setsid sha1sum sha224sum
    sha256sum sha384sum sha512sum shred shuf slabtop split stat stdbuf stty su sum sync tar taskset tempfile
    toe top tput truncate tset tsort tty umount uncompress unexpand unlink unshare update-alternatives uptime users
    vdir vmstat w wall whereis who zcat zcmp zdiff zegrep zfgrep zgrep zless zmore`,
  '/usr/sbin': `bridge chroot depmod dpkg-reconfigure insmod invoke-rc.d killall5 ldconfig lsmod modinfo rmmod runuser
    start-stop-daemon tc update-rc.d`,
};

/** Parts of bash that its shell here has not. */
export const missingOfBash: ReadonlySet<string> = new Set(
  'bg bind caller compgen complete compopt disown enable fc fg kill suspend times ulimit'.split(' '),
);
