import { type LongOptions, longGroup, type ShortOptions } from '../../text/getopt.ts';
import type { Action } from './command.ts';

/** The options iptables itself knows, whatever extensions are loaded. */
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

/**
 * Reference: iptables/xshared.h (OPTSTRING_COMMON, IPT_OPTSTRING) and iptables/iptables.c (original_opts).
 */
export const coreOptions: readonly CoreOption[] = [
  {
    key: 'append',
    short: 'A',
    long: ['append'],
    takes: 'required',
    form: 'chain',
    help: 'Adds the rule to the end of the chain.',
  },
  {
    key: 'delete',
    short: 'D',
    long: ['delete'],
    takes: 'required',
    form: 'chain [number]',
    help: 'Deletes the rule, named by its number or written out.',
  },
  {
    key: 'check',
    short: 'C',
    long: ['check'],
    takes: 'required',
    form: 'chain',
    help: 'Asks whether the chain has this very rule.',
  },
  {
    key: 'insert',
    short: 'I',
    long: ['insert'],
    takes: 'required',
    form: 'chain [number]',
    help: 'Puts the rule in front of the rule with that number, or first.',
  },
  {
    key: 'replace',
    short: 'R',
    long: ['replace'],
    takes: 'required',
    form: 'chain number',
    help: 'Puts the rule in the place of the one with that number.',
  },
  {
    key: 'list',
    short: 'L',
    long: ['list'],
    takes: 'optional',
    form: '[chain]',
    help: 'Lists the rules of the table.',
  },
  {
    key: 'list-rules',
    short: 'S',
    long: ['list-rules'],
    takes: 'optional',
    form: '[chain]',
    help: 'Prints the rules of the table as you would type them.',
  },
  {
    key: 'flush',
    short: 'F',
    long: ['flush'],
    takes: 'optional',
    form: '[chain]',
    help: 'Deletes all rules of the chain or table. Policies stay.',
  },
  {
    key: 'zero',
    short: 'Z',
    long: ['zero'],
    takes: 'optional',
    form: '[chain [number]]',
    help: 'Sets counters to zero.',
  },
  {
    key: 'new-chain',
    short: 'N',
    long: ['new-chain'],
    takes: 'required',
    form: 'chain',
    help: 'Makes a chain of your own.',
  },
  {
    key: 'delete-chain',
    short: 'X',
    long: ['delete-chain'],
    takes: 'optional',
    form: '[chain]',
    help: 'Deletes an empty chain that nothing jumps to.',
  },
  {
    key: 'rename-chain',
    short: 'E',
    long: ['rename-chain'],
    takes: 'required',
    form: 'old new',
    help: 'Gives a chain another name.',
  },
  {
    key: 'policy',
    short: 'P',
    long: ['policy'],
    takes: 'required',
    form: 'chain ACCEPT|DROP',
    help: 'Says what becomes of packets that no rule decided about.',
  },
  { key: 'help', short: 'h', long: ['help'], takes: 'optional', help: 'Prints help.' },
  { key: 'version', short: 'V', long: ['version'], takes: 'none', help: 'Prints the version.' },
  {
    key: 'source',
    short: 's',
    long: ['source', 'src'],
    takes: 'required',
    invertible: true,
    form: 'address[/mask]',
    help: 'Fits packets from this address or network.',
  },
  {
    key: 'destination',
    short: 'd',
    long: ['destination', 'dst'],
    takes: 'required',
    invertible: true,
    form: 'address[/mask]',
    help: 'Fits packets to this address or network.',
  },
  {
    key: 'protocol',
    short: 'p',
    long: ['protocol'],
    takes: 'required',
    invertible: true,
    form: 'protocol',
    help: 'Fits packets of this protocol.',
  },
  {
    key: 'input',
    short: 'i',
    long: ['in-interface'],
    takes: 'required',
    invertible: true,
    form: 'interface',
    help: 'Fits packets that came in by this interface.',
  },
  {
    key: 'output',
    short: 'o',
    long: ['out-interface'],
    takes: 'required',
    invertible: true,
    form: 'interface',
    help: 'Fits packets that leave by this interface.',
  },
  {
    key: 'jump',
    short: 'j',
    long: ['jump'],
    takes: 'required',
    form: 'target',
    help: 'Says what to do with a packet that fits.',
  },
  {
    key: 'goto',
    short: 'g',
    long: ['goto'],
    takes: 'required',
    form: 'chain',
    help: 'Goes on in another chain and does not come back here.',
  },
  {
    key: 'table',
    short: 't',
    long: ['table'],
    takes: 'required',
    form: 'table',
    help: 'Names the table; filter if you leave it out.',
  },
  {
    key: 'match',
    short: 'm',
    long: ['match'],
    takes: 'required',
    form: 'match',
    help: 'Loads a match, so that its options can be used.',
  },
  {
    key: 'numeric',
    short: 'n',
    long: ['numeric'],
    takes: 'none',
    help: 'Prints numbers and looks no names up.',
  },
  {
    key: 'verbose',
    short: 'v',
    long: ['verbose'],
    takes: 'none',
    help: 'Prints counters and interfaces too.',
  },
  {
    key: 'wait',
    short: 'w',
    long: ['wait'],
    takes: 'optional',
    form: '[seconds]',
    help: 'Waits while another iptables holds the lock.',
  },
  {
    key: 'wait-interval',
    short: 'W',
    long: ['wait-interval'],
    takes: 'required',
    form: 'microseconds',
    help: 'How often to look at the lock.',
  },
  { key: 'exact', short: 'x', long: ['exact'], takes: 'none', help: 'Prints counters to the last digit.' },
  {
    key: 'fragments',
    short: 'f',
    long: ['fragments'],
    takes: 'none',
    invertible: true,
    help: 'Fits the second and further fragments of a packet.',
  },
  { key: 'line-numbers', short: null, long: ['line-numbers'], takes: 'none', help: 'Numbers the rules.' },
  {
    key: 'modprobe',
    short: 'M',
    long: ['modprobe'],
    takes: 'required',
    form: 'command',
    help: 'Names the program that loads kernel modules.',
  },
  {
    key: 'counters',
    short: 'c',
    long: ['set-counters'],
    takes: 'required',
    form: 'packets bytes',
    help: 'Sets the counters of the new rule.',
  },
  { key: 'ipv4', short: '4', long: ['ipv4'], takes: 'none', help: 'Says that the rule is for IPv4.' },
  {
    key: 'ipv6',
    short: '6',
    long: ['ipv6'],
    takes: 'none',
    help: 'Says that the rule is for IPv6, which iptables does not do.',
  },
];

/** The same by letter, for getopt. */
export const shortOptions: ShortOptions<CoreOption> = Object.fromEntries(
  coreOptions.filter((o) => o.short).map((o) => [o.short!, { takes: o.takes, owner: o }]),
);

/** The same by long name, for getopt. */
export const longOptions: LongOptions<CoreOption> = longGroup(
  coreOptions.flatMap((owner) => owner.long.map((name) => ({ name, takes: owner.takes, owner }))),
);
