/** What tables and built-in chains are for: clauses that follow their names. */
import type { Hook, TableName } from '../types.ts';

export const tableIs: Readonly<Record<TableName, string>> = {
  filter: 'which accepts, drops and rejects packets',
  nat: 'which rewrites addresses and ports, and sees only the first packet of a connection',
  mangle: 'which changes marks and header fields',
  raw: 'which sees packets before connection tracking does',
  security: 'which labels packets for SELinux',
};

export const chainIs: Readonly<Record<Hook, string>> = {
  PREROUTING: 'for packets that have arrived and are not routed yet',
  INPUT: 'for packets addressed to this machine',
  FORWARD: 'for packets that pass through this machine',
  OUTPUT: 'for packets that this machine sends',
  POSTROUTING: 'the last chain before packets leave',
};
