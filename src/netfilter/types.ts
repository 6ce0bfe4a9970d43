/**
 * The words of one host's packet filter: table, chain, rule, counter. Read this file first, then
 * `hookOrder.ts`, which shows a packet's path through the hooks and the order of the tables at each.
 * Everything here is plain data: it survives `structuredClone` and JSON.
 */

import type { Json } from '../text/json.ts';
import type { IntMap } from './state/intMap.ts';

/** The five places where the kernel hands a packet to the filter. Also the names of the built-in chains. */
export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** The course is about the first four; `security` is understood too. */
export type TableName = 'raw' | 'mangle' | 'nat' | 'filter' | 'security';

/** An IPv4 address as an unsigned 32-bit number; `values/address.ts` parses and prints it. */
export type Address = number;

/** Packets, and bytes of IP length. Exact up to 2^53. */
export interface Counter {
  readonly packets: number;
  readonly bytes: number;
}

/** An address with a mask, as `-s` and `-d` take it. `mask` need not be a prefix. */
export interface AddressMatch {
  readonly address: Address;
  readonly mask: Address;
  readonly inverted: boolean;
}

/** An interface name as `-i` and `-o` take it; a final `+` matches any ending. */
export interface InterfaceMatch {
  readonly name: string;
  readonly inverted: boolean;
}

/** A protocol number as `-p` takes it. `-p all` is `null` in a rule. */
export interface ProtocolMatch {
  readonly number: number;
  readonly inverted: boolean;
}

/** One use of a match or target extension: its name, and what its `parse` made of the options. */
export interface Use {
  readonly name: string;
  readonly data: Json;
}

/** What a rule does with a packet that matches. */
export type RuleTarget =
  | { readonly kind: 'none' }
  | { readonly kind: 'verdict'; readonly verdict: 'ACCEPT' | 'DROP' | 'RETURN' | 'QUEUE' }
  | { readonly kind: 'jump'; readonly chain: string }
  | { readonly kind: 'goto'; readonly chain: string }
  | { readonly kind: 'extension'; readonly use: Use };

/** One rule. `id` is unique in its host's filter and never used again; counters are kept under it. */
export interface Rule {
  readonly id: number;
  readonly source: AddressMatch | null;
  readonly destination: AddressMatch | null;
  readonly input: InterfaceMatch | null;
  readonly output: InterfaceMatch | null;
  readonly protocol: ProtocolMatch | null;
  /** `-f`: second and further fragments only; `! -f`: whole packets and first fragments only. */
  readonly fragment: 'further' | 'first' | null;
  readonly matches: readonly Use[];
  readonly target: RuleTarget;
}

/** A chain. `policy` is null for a chain the user made. */
export interface Chain {
  readonly name: string;
  readonly policy: 'ACCEPT' | 'DROP' | null;
  readonly rules: readonly Rule[];
}

/** One table: its built-in chains in hook order, then the user's chains in the order they were made. */
export interface Table {
  readonly name: TableName;
  readonly chains: Readonly<Record<string, Chain>>;
  /** Built-in chains that nf_tables has not been asked to make yet; they are printed all the same. */
  readonly unmade?: readonly string[];
  /**
   * While nf_tables' command restores: how many rules lead to each chain or are in it, as the kernel said
   * before; chains of the file have none.
   */
  readonly uses?: Readonly<Record<string, number>>;
}

/** The counters of rules (by rule id) and of policies (by `policyKey`). An absent entry is zero. */
export interface Counters {
  readonly rules: IntMap<Counter>;
  readonly policies: Readonly<Record<string, Counter>>;
}

/**
 * The two commands that are called iptables: `legacy` talks to the kernel's ip_tables, `nft` (what iptables is
 * on Debian and Ubuntu today) writes its rules into nf_tables.
 */
export type BackendName = 'legacy' | 'nft';

/** One host's tables, counters and what its extensions remember. */
export interface PacketFilter {
  /** Which of the two commands called iptables this host has. */
  readonly backend: BackendName;
  /** Only tables that were used: an unused one behaves as empty with policy ACCEPT. */
  readonly tables: Readonly<Partial<Record<TableName, Table>>>;
  /** Tables in the order of their first use, which is what orders `iptables-save`. */
  readonly used: readonly TableName[];
  readonly nextRule: number;
  readonly counters: Counters;
  /** What stateful extensions (limit, recent, quota, …) keep between packets, by key of their own. */
  readonly memory: Readonly<Record<string, Json>>;
}

/** The key of a built-in chain's policy counter. */
export const policyKey = (table: TableName, chain: string): string => `${table} ${chain}`;

/** The tables in the order `iptables` itself knows them. */
export const tableNames: readonly TableName[] = ['raw', 'mangle', 'nat', 'filter', 'security'];

/** Whether a name is one of the five tables. */
export const isTable = (name: string): name is TableName => (tableNames as readonly string[]).includes(name);
