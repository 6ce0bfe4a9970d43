/** The commands a host has, by name: what `run` finds, and what completion offers. */
import type { BackendName, PacketFilter } from '../netfilter/types.ts';
import { unwatched, withFilter } from '../network/world.ts';
import type { Word } from '../text/words.ts';
import { conntrack } from './conntrack/conntrack.ts';
import { curl } from './curl.ts';
import { ip } from './ip/ip.ts';
import { ipset } from './ipset.ts';
import { type FilterRun, iptables } from './iptables.ts';
import { iptablesRestore } from './iptables-restore.ts';
import { iptablesSave } from './iptables-save.ts';
import { nc } from './nc.ts';
import { ping } from './ping.ts';
import type { Program } from './shell.ts';
import { ss } from './ss.ts';
import { sysctl } from './sysctl.ts';
import { tcpdump } from './tcpdump/tcpdump.ts';

/** A command that knows its host's filter and nothing else. */
const onFilter =
  (program: (filter: PacketFilter, words: readonly Word[], input: string) => FilterRun): Program =>
  (world, host, words, input) => {
    const { filter: before } = world.hosts[host]!;
    const { filter, ...run } = program(before, words, input);
    return { ...run, world: filter === before ? world : withFilter(world, host, filter) };
  };

/**
 * A command that may do something to the network: what is told of connections is what this one makes of them.
 */
const onNetwork =
  (program: Program): Program =>
  (world, ...given) => {
    const before = unwatched(world);
    const run = program(before, ...given);
    return run.world === before ? { ...run, world } : run;
  };

/** Every command. */
export const programs: Readonly<Record<string, Program>> = {
  iptables: onFilter(iptables),
  'iptables-save': onFilter(iptablesSave),
  'iptables-restore': onFilter(iptablesRestore),
  ipset,
  ip: onNetwork(ip),
  ping: onNetwork(ping),
  nc: onNetwork(nc),
  curl: onNetwork(curl),
  ss,
  sysctl,
  conntrack,
  tcpdump,
};

/**
 * The program of that name, on a host with this iptables: `iptables-nft-save` is `iptables-save` where that
 * writes into nf_tables.
 */
export const programOf = (name: string, backend: BackendName): Program | undefined => {
  const plain = name.replace(new RegExp(`^iptables-${backend}(?=-|$)`), 'iptables');
  return Object.hasOwn(programs, plain) ? programs[plain] : undefined;
};
