import type { TableName } from '../../types.ts';
import type { Backend } from '../backend.ts';

/** What parsing must know of the host: which chains there are, for `-j NAME`. */
export interface ParseContext {
  /** Whose messages; legacy's where absent. */
  readonly backend?: Backend;
  /** The name in messages, `iptables` or `iptables-restore`; the first where absent. */
  readonly program?: string;
  /** The table whose lines a restore is reading; `-t` and `-w` are refused there. */
  readonly table?: TableName;
  chainNames(table: TableName): readonly string[];
  /** Whether a restored text has declared this chain: a `-j` to it then looks for no target of that name. */
  declared?(name: string): boolean;
  hasChain(table: TableName, name: string): boolean;
  /** Whether the host has a set of that name; where absent, it has no sets. */
  hasSet?(name: string): boolean;
}
