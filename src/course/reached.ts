import type { Answer } from '../network/scenario.ts';

/** Where a packet arrived: `nas:8080`, `nas` for one without ports; null if no listener got it. */
export const reached = ({ seen }: Answer): string | null =>
  seen && (seen.dport === null ? seen.host : `${seen.host}:${seen.dport}`);
