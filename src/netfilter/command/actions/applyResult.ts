import type { Problem } from '../../../text/problem.ts';
import type { PacketFilter } from '../../types.ts';
import type { Failure } from '../backend.ts';

/** What the kernel will answer at COMMIT to a command of a restored text. */
export interface CommitRefusal {
  readonly failure: Failure;
  readonly chain: string;
  readonly hint: string;
}

/** What a command did: the new state and what it prints, or why it was refused. */
export type ApplyResult =
  | {
      readonly ok: true;
      readonly filter: PacketFilter;
      readonly stdout: string;
      /** Warnings; empty or absent where there are none. */
      readonly stderr?: string;
      /** In a restore: what the kernel will answer at COMMIT. */
      readonly atCommit?: readonly CommitRefusal[];
    }
  | {
      readonly ok: false;
      readonly filter: PacketFilter;
      readonly problem: Problem;
      /** What `-v` printed before the command was refused. */
      readonly stdout: string;
      readonly failure?: Failure;
    };
