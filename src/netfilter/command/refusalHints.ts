import { lazyPart } from '../lazyPart.ts';
import type { policyHint } from './actions/policyHint.ts';
import type { otherChain, otherTable } from './loadChecks/otherPlace.ts';

/** Hints that name what to write instead: loaded when something is refused for the first time. */
export interface RefusalHints {
  readonly policyHint: typeof policyHint;
  readonly otherChain: typeof otherChain;
  readonly otherTable: typeof otherTable;
}

/** See `RefusalHints`. */
export const refusalHints = lazyPart<RefusalHints>('refusal hints', () => import('./allRefusalHints.ts'));
