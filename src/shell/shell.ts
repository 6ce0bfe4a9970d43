/** A line of input on one host of a world, and what it prints. */
import type { Problem } from '../netfilter/problem.ts';
import type { Trace } from '../network/trace.ts';
import type { World } from '../network/world.ts';

/** What a command leaves behind. */
export interface Run {
  readonly world: World;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
  /** The mistakes in the line, placed in it; empty where there are none. */
  readonly problems: readonly Problem[];
  /** For commands that send packets. */
  readonly trace?: Trace;
}
