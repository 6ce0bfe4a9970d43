import type { Problem } from '../../../text/problem.ts';
import type { Failure } from '../backend.ts';

/** What a line of a restored text did: what it prints, or why it fails. */
export interface LineResult {
  readonly stdout: string;
  readonly stderr?: string;
  readonly failed?: {
    readonly failure: Failure;
    /** The message, where it is not the usual one of this failure. */
    readonly ownMessage?: string;
  } & Pick<Problem, 'hint' | 'replacement' | 'from' | 'to'>;
}
