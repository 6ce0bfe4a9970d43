import { own } from '../../../text/own.ts';
import type { Hook, Table } from '../../types.ts';
import type { KernelError } from '../backend.ts';
import { type Jump, jumpsOf } from './jumps.ts';

/** What the kernel refuses to load, and the rule it is about: its chain and its index in it. */
export interface PlacedKernelError extends KernelError {
  readonly chain: string;
  readonly index: number;
}

/**
 * The hooks from which packets can get to each chain; an error where jumps from a built-in chain form a loop.
 * Reference: net/ipv4/netfilter/ip_tables.c, mark_source_chains.
 */
export const reachingHooks = (table: Table): ReadonlyMap<string, ReadonlySet<Hook>> | PlacedKernelError => {
  const hooks = new Map<string, Set<Hook>>();
  for (const chain of Object.values(table.chains)) {
    if (chain.policy === null) continue;
    const loop = walk(table, chain.name as Hook, hooks);
    if (loop) return loop;
  }
  return hooks;
};

/**
 * Follows every jump below a built-in chain once. A chain that is met again below itself is a loop. The chains above
 * are kept in a list instead of by recursion: they may be thousands.
 */
const walk = (table: Table, hook: Hook, hooks: Map<string, Set<Hook>>): PlacedKernelError | null => {
  const path: { readonly name: string; readonly jumps: readonly Jump[]; next: number }[] = [];
  const onPath = new Set<string>();
  const enter = (name: string) => {
    path.push({ name, jumps: jumpsOf(own(table.chains, name)?.rules ?? []), next: 0 });
    onPath.add(name);
  };
  enter(hook);
  for (let here = path.at(-1); here; here = path.at(-1)) {
    const jump = here.jumps[here.next++];
    if (!jump) {
      const known = hooks.get(here.name) ?? new Set<Hook>();
      hooks.set(here.name, known.add(hook));
      onPath.delete(here.name);
      path.pop();
    } else if (onPath.has(jump.to)) {
      const loop = [...path.map((step) => step.name), jump.to].slice(-12).join(' → ');
      return {
        errno: 'Too many levels of symbolic links',
        hint: `These jumps form a loop, and a packet would never leave it: ${loop}.`,
        chain: here.name,
        index: jump.index,
      };
    } else if (!hooks.get(jump.to)?.has(hook)) enter(jump.to);
  }
  return null;
};
