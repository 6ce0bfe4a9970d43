import { type LongOptions, longGroup, type ShortOptions } from '../../text/getopt.ts';
import type { Action } from './command.ts';

/** One option of iptables' own, known whatever extensions are loaded. */
export interface CoreOption {
  readonly key: CoreKey;
  readonly short: string | null;
  readonly long: readonly string[];
  readonly takes: 'none' | 'required' | 'optional';
  readonly invertible?: boolean;
  /** What it takes, as manuals write it. */
  readonly form?: string;
  /** One plain sentence. */
  readonly help: string;
}

export type CommandKey = Exclude<Action['kind'], 'delete-number' | 'nothing'>;
export type CoreKey =
  | CommandKey
  | 'source'
  | 'destination'
  | 'protocol'
  | 'input'
  | 'output'
  | 'jump'
  | 'goto'
  | 'table'
  | 'match'
  | 'numeric'
  | 'verbose'
  | 'wait'
  | 'wait-interval'
  | 'exact'
  | 'fragments'
  | 'line-numbers'
  | 'modprobe'
  | 'counters'
  | 'ipv4'
  | 'ipv6';

type Row = readonly [key: CoreKey, names: string, takes: CoreOption['takes'], form: string, help: string];

/** Reference: iptables/xshared.h (OPTSTRING_COMMON, IPT_OPTSTRING) and iptables/iptables.c (original_opts). */
const rows: readonly Row[] = [
  ['append', '-A --append', 'required', 'chain', 'Adds the rule to the end of the chain.'],
  [
    'delete',
    '-D --delete',
    'required',
    'chain [number]',
    'Deletes the rule with that number, or the one that is written out.',
  ],
  ['check', '-C --check', 'required', 'chain', 'Checks whether the chain has exactly this rule.'],
  [
    'insert',
    '-I --insert',
    'required',
    'chain [number]',
    'Inserts the rule before the one with that number, or first.',
  ],
  ['replace', '-R --replace', 'required', 'chain number', 'Replaces the rule with that number.'],
  ['list', '-L --list', 'optional', '[chain]', 'Lists the rules of the table.'],
  ['list-rules', '-S --list-rules', 'optional', '[chain]', 'Prints the rules as commands.'],
  [
    'flush',
    '-F --flush',
    'optional',
    '[chain]',
    'Deletes all rules of the chain, or of the table. Policies stay.',
  ],
  ['zero', '-Z --zero', 'optional', '[chain [number]]', 'Sets counters to zero.'],
  ['new-chain', '-N --new-chain', 'required', 'chain', 'Makes a chain of your own.'],
  [
    'delete-chain',
    '-X --delete-chain',
    'optional',
    '[chain]',
    'Deletes an empty chain that no rule jumps to.',
  ],
  ['rename-chain', '-E --rename-chain', 'required', 'old new', 'Renames a chain.'],
  [
    'policy',
    '-P --policy',
    'required',
    'chain ACCEPT|DROP',
    'Sets what happens to packets that no rule has decided.',
  ],
  ['help', '-h --help', 'optional', '', 'Prints help.'],
  ['version', '-V --version', 'none', '', 'Prints the version.'],

  ['source', '-s --source --src', 'required', 'address[/mask]', 'Only packets from this address or network.'],
  [
    'destination',
    '-d --destination --dst',
    'required',
    'address[/mask]',
    'Only packets to this address or network.',
  ],
  ['protocol', '-p --protocol', 'required', 'protocol', 'Only packets of this protocol.'],
  [
    'input',
    '-i --in-interface',
    'required',
    'interface',
    'Only packets that came in through this interface.',
  ],
  [
    'output',
    '-o --out-interface',
    'required',
    'interface',
    'Only packets that leave through this interface.',
  ],
  ['jump', '-j --jump', 'required', 'target', 'What to do with a packet that matches.'],
  ['goto', '-g --goto', 'required', 'chain', 'Continues in another chain, without coming back to this one.'],
  ['table', '-t --table', 'required', 'table', 'The table. If you leave it out, filter.'],
  ['match', '-m --match', 'required', 'match', 'Loads a match, so that you can use its options.'],
  ['numeric', '-n --numeric', 'none', '', 'Prints numbers instead of names.'],
  ['verbose', '-v --verbose', 'none', '', 'Prints counters and interfaces too.'],
  ['wait', '-w --wait', 'optional', '[seconds]', 'Waits while another iptables holds the lock.'],
  [
    'wait-interval',
    '-W --wait-interval',
    'required',
    'microseconds',
    'How often to check the lock. It does nothing any more.',
  ],
  ['exact', '-x --exact', 'none', '', 'Prints counters in full, not as 12K.'],
  ['fragments', '-f --fragments', 'none', '', 'Only the second and later fragments of a packet.'],
  ['line-numbers', '--line-numbers', 'none', '', 'Numbers the rules.'],
  ['modprobe', '-M --modprobe', 'required', 'command', 'The program that loads kernel modules.'],
  ['counters', '-c --set-counters', 'required', 'packets bytes', 'Sets the counters of the new rule.'],
  ['ipv4', '-4 --ipv4', 'none', '', 'The rule is for IPv4.'],
  ['ipv6', '-6 --ipv6', 'none', '', 'The rule is for IPv6, so iptables refuses it.'],
];

/** Options that may come after a `!`. */
const invertible: readonly CoreKey[] = ['source', 'destination', 'protocol', 'input', 'output', 'fragments'];

/** Every option of iptables' own: commands first. */
export const coreOptions: readonly CoreOption[] = rows.map(([key, names, takes, form, help]) => {
  const all = names.split(' ');
  return {
    key,
    short: all.find((name) => !name.startsWith('--'))?.slice(1) ?? null,
    long: all.filter((name) => name.startsWith('--')).map((name) => name.slice(2)),
    takes,
    help,
    ...(form !== '' && { form }),
    ...(invertible.includes(key) && { invertible: true }),
  };
});

/** The same by letter, for getopt. */
export const shortOptions: ShortOptions<CoreOption> = Object.fromEntries(
  coreOptions.filter((o) => o.short).map((o) => [o.short!, { takes: o.takes, owner: o }]),
);

/** The same by long name, for getopt. */
export const longOptions: LongOptions<CoreOption> = longGroup(
  coreOptions.flatMap((owner) => owner.long.map((name) => ({ name, takes: owner.takes, owner }))),
);
