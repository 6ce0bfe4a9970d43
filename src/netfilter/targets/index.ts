import type { Target } from '../extension.ts';

/** Every target extension the engine has. */
export const targets: readonly Target[] = [];
