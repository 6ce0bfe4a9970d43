import type { Match } from '../extension.ts';

/** Every match the engine has. */
export const matches: readonly Match[] = [];
