/** What the commands that know the network are for, in our words: what `help` lists and `man` begins with. */
import type { programs } from './programs.ts';

/** How a command is written, and what it does. */
export interface Entry {
  readonly usage: string;
  readonly summary: string;
}

/** One entry for each program. */
export const programManual: Readonly<Record<keyof typeof programs, Entry>> = {
  iptables: {
    usage: 'iptables [-t TABLE] COMMAND [CHAIN] [RULE]',
    summary: 'Shows and changes the rules that packets meet on this host.',
  },
  'iptables-save': {
    usage: 'iptables-save [-c] [-t TABLE] [-f FILE]',
    summary: 'Prints all rules as a text that iptables-restore reads.',
  },
  'iptables-restore': {
    usage: 'iptables-restore [-c] [-n] [-t] [-T TABLE] [FILE]',
    summary: 'Loads rules from the text that iptables-save prints.',
  },
  ipset: {
    usage: 'ipset create|add|del|test|list|save|restore|destroy|flush|rename|swap [SET] [WORD…]',
    summary: 'Makes sets of addresses, networks or ports, which one rule asks with -m set.',
  },
  ip: {
    usage: 'ip addr|link|route|rule|neigh [WORD…]',
    summary: 'Shows and changes addresses, devices and routes.',
  },
  ping: { usage: 'ping [-c COUNT] ADDRESS', summary: 'Asks another host for an echo.' },
  nc: {
    usage: 'nc [-z] [-u] [-w SECONDS] ADDRESS PORT',
    summary: 'Connects to a port and says whether that went well.',
  },
  curl: { usage: 'curl [-v] [-m SECONDS] URL', summary: 'Fetches a page from a web server.' },
  ss: { usage: 'ss -tuln', summary: 'Lists the ports that programs here listen on.' },
  sysctl: {
    usage: 'sysctl [-w] NAME[=VALUE]',
    summary: 'Shows and sets parameters of the kernel, such as net.ipv4.ip_forward.',
  },
  conntrack: {
    usage: 'conntrack -L|-D|-C|-F|-E [OPTION…]',
    summary:
      'Lists, deletes and counts the connections that this host tracks; -E tells what has happened to them.',
  },
  tcpdump: {
    usage: 'tcpdump [-n] [-i DEVICE] [FILTER]',
    summary: 'Shows the packets that the last command sent past a device.',
  },
};
