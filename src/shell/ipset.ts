import { ipsetCommand } from '../netfilter/sets/ipsetCommand.ts';
import { withFilter } from '../network/world.ts';
import type { Program } from './shell.ts';

/** `ipset …`: the sets that rules of this host may ask. */
export const ipset: Program = (world, host, words, input) => {
  const before = world.hosts[host]!.filter;
  const { filter, ...done } = ipsetCommand(before, words, input, world.now);
  return { ...done, world: filter === before ? world : withFilter(world, host, filter) };
};
