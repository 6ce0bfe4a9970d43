import type { Target } from '../extension.ts';
import { DNAT } from './DNAT.ts';
import { LOG } from './LOG.ts';
import { MARK } from './MARK.ts';
import { MASQUERADE } from './MASQUERADE.ts';
import { REDIRECT } from './REDIRECT.ts';
import { REJECT } from './REJECT.ts';
import { SNAT } from './SNAT.ts';

/** Every target extension the engine has. */
export const targets: readonly Target[] = [DNAT, LOG, MARK, MASQUERADE, REDIRECT, REJECT, SNAT];
