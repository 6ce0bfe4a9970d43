/**
 * The programs that a host has as files, and the folder each is in. As on Debian 12, /bin, /sbin and /lib are
 * other names of the folders below /usr. These, and the missing programs, are what `which`, `ls` and `[ -x ]` see.
 */
import { missingPrograms } from './missingPrograms.ts';

const usrSbin = `conntrack ip ip6tables ip6tables-legacy ip6tables-legacy-restore ip6tables-legacy-save ip6tables-nft
  ip6tables-nft-restore ip6tables-nft-save ip6tables-restore ip6tables-save ipset iptables iptables-legacy iptables-legacy-restore iptables-legacy-save iptables-nft
  iptables-nft-restore iptables-nft-save iptables-restore iptables-save modprobe netfilter-persistent reboot service
  sysctl tcpdump`;
const usrBin = `[ awk basename bash cat chgrp chmod chown clear cmp cp curl cut date diff dirname docker echo egrep env expr false fgrep flock grep
  head hostname id ip less logger ls man mkdir mktemp more mv nc paste ping printenv printf pwd readlink realpath rev rm rmdir
  sed seq sh sleep sort ss ssh sudo tac tail tee test timeout touch tr true uname uniq watch wc which whoami xargs yes`;

const named = (folder: string, names: string) =>
  names.split(/\s+/).map((name): readonly [string, string] => [`${folder}/${name}`, name]);

/** The name of each program that runs by its whole path. */
export const programs: ReadonlyMap<string, string> = new Map([
  ...named('/usr/sbin', usrSbin),
  ...named('/usr/bin', usrBin),
]);

const files: ReadonlyMap<string, string> = new Map([
  ...programs,
  ...Object.entries(missingPrograms).flatMap(([folder, names]) => named(folder, names)),
]);

/** The name of the program whose file is at a whole path, whether or not it runs here. */
export const programNamed = (whole: string): string | undefined => files.get(whole);

/** The names of the programs in a folder; empty for any other. */
export const programsIn = (folder: string): readonly string[] =>
  [...files].flatMap(([path, name]) => (path === `${folder}/${name}` ? [name] : []));

/** What a link leads to, as it is written in it; null for a path that is none. */
export const linkAt = (path: string): string | null => (/^\/(s?bin|lib)$/.test(path) ? `usr${path}` : null);

/** A whole path without the links that /bin, /sbin and /lib are. */
export const withoutLinks = (path: string): string => path.replace(/^\/(s?bin|lib)(?=\/|$)/, '/usr/$1');
