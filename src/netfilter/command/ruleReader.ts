import { lazyPart } from '../lazyPart.ts';
import type { restore } from './restore.ts';

/** Reads what `iptables-save` prints, for networks that have rules and labs that are written as a dump. */
export const ruleReader = lazyPart<typeof restore>(
  'rule reader',
  async () => (await import('./restore.ts')).restore,
);
