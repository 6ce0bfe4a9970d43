/**
 * The two commands that are called iptables, and all that they say or do differently: `legacy` talks to the kernel's
 * ip_tables, `nft` (what iptables is on Debian and Ubuntu today) writes its rules into nf_tables.
 */
import type { Action } from './command.ts';
import type { KernelErrno } from './kernel.ts';
import type { PacketFilter } from './types.ts';

export type BackendName = 'legacy' | 'nft';

/** Why a command is not carried out. */
export type Failure =
  | KernelErrno
  | 'no such chain' | 'no such rule' | 'no such rule with this target' | 'chain exists' | 'chain not empty' | 'chain in use' | 'chain is built in' | 'name taken'
  | 'no policy' | 'bad policy' | 'insertion too big' | 'replacement too big' | 'deletion too big' | 'counter too big';

/** One of the two. */
export interface Backend {
  readonly name: BackendName;
  /** As `-V` names it: `1.8.9 (legacy)`. */
  readonly version: string;
  /** Who speaks in front of a message: `iptables v1.8.9 (legacy)`. */
  says(program: string): string;
  /** What it says of a `-j NAME` that is neither target nor chain. */
  noTarget(name: string): string;
  /** What it says of a `-g NAME` that is no chain. */
  noGoto(name: string): string;
  /** What it says of a `-t NAME` that is no table. */
  noTable(name: string): string;
  /** Its words and exit status for a command that the tables do not allow. */
  refuses(failure: Failure, action: Action): { readonly message: string; readonly status: number };
  /** Whether policies go on counting when their table changes. */
  readonly keepsPolicyCounters: boolean;
}

const version = (name: string) => `1.8.9 (${name})`;

/** libiptc's words. Reference: libiptc/libiptc.c, iptc_strerror. */
const iptcWords: Readonly<Record<Failure, string>> = {
  'no such chain': 'No chain/target/match by that name',
  'no such rule': 'Bad rule (does a matching rule exist in that chain?)',
  'no such rule with this target': 'No chain/target/match by that name',
  'chain exists': 'Chain already exists',
  'chain not empty': 'Directory not empty',
  'chain in use': 'Too many links',
  'chain is built in': 'Invalid argument',
  'name taken': 'File exists',
  'no policy': 'Bad built-in chain name',
  'bad policy': 'Bad policy name',
  'insertion too big': 'Index of insertion too big',
  'replacement too big': 'Index of replacement too big',
  'deletion too big': 'Index of deletion too big',
  'counter too big': 'Index of counter too big',
  'Invalid argument': 'Invalid argument',
  'Numerical result out of range': 'Numerical result out of range',
  'No chain/target/match by that name': 'No chain/target/match by that name',
  'Too many levels of symbolic links': 'Too many levels of symbolic links',
};

/** Behind these the errno is EINVAL, and the command points to the kernel's log. Reference: iptables/iptables-standalone.c. */
const einval: readonly Failure[] = ['Invalid argument', 'bad policy', 'chain is built in'];

const iptables = (failure: Failure, words: string) => ({ message: `iptables: ${words}.${einval.includes(failure) ? " Run `dmesg' for more information." : ''}`, status: 1 });

/** Reference: iptables/iptables.c, libiptc/libiptc.c. */
export const legacy: Backend = {
  name: 'legacy',
  version: version('legacy'),
  says: (program) => `${program} v${version('legacy')}`,
  noTarget: (name) => `Couldn't load target \`${name}':No such file or directory\n`,
  noGoto: (name) => `goto '${name}' is not a chain`,
  noTable: (name) => `can't initialize iptables table \`${name}': Table does not exist (do you need to insmod?)`,
  refuses: (failure) => iptables(failure, iptcWords[failure]),
  keepsPolicyCounters: false,
};

/** Reference: iptables/xtables.c, iptables/nft.c. */
export const nft: Backend = {
  name: 'nft',
  version: version('nf_tables'),
  says: (program) => `${program} v${version('nf_tables')}`,
  noTarget: (name) => `Chain '${name}' does not exist`,
  noGoto: (name) => `Chain '${name}' does not exist`,
  noTable: (name) => `table '${name}' does not exist`,
  refuses: (failure) => iptables(failure, iptcWords[failure]),
  keepsPolicyCounters: true,
};

/** The command that a host has. */
export const backendOf = (filter: PacketFilter): Backend => (filter.backend === 'nft' ? nft : legacy);
