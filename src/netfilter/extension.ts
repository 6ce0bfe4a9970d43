/**
 * The contract of a match or target: one value that declares its options and says how to parse,
 * save, list, explain and test them. The parser, completion, hover help, highlighting and the
 * reference page all read the same declaration.
 * Reference: include/xtables.h (struct xtables_match, struct xtables_target), libxtables/xtoptions.c.
 */
import type { Json } from '../text/json.ts';
import type { Parsed } from '../text/problem.ts';
import type { Environment, HostEnvironment } from './environment.ts';
import type { KernelPacket, Skb } from './packet.ts';
import type { Deed, Phrase } from './phrase.ts';
import type { Effect, Verdict } from './trace.ts';
import type { Address, Hook, ProtocolMatch, Rule, TableName, Use } from './types.ts';

/** Which option a value belongs to, for messages that name it. */
export interface OptionPlace {
  /** The extension as messages name it: `multiport`, `DNAT`. */
  readonly extension: string;
  /** The option's first name without dashes: `dports`. */
  readonly option: string;
  /** What `-p` has said so far, for values that need a protocol with ports. */
  readonly protocol: ProtocolMatch | null;
  /** Whether the host has a set of that name. */
  hasSet?(name: string): boolean;
}

/** A kind of argument. One file in `values/` each. */
export interface Value<T> {
  /** As manuals write it: `port[:port]`, `address[/mask]`. */
  readonly form: string;
  /** Words that completion may offer. */
  readonly suggestions?: readonly string[];
  parse(text: string, place: OptionPlace): Parsed<T>;
}

/** One declared option. */
export interface Option<T = unknown> {
  /** Every spelling, dashes included; the first is the one that messages name. */
  readonly names: readonly [string, ...string[]];
  /** What it takes; null for a flag, whose value is then `true`. */
  readonly takes: Value<T> | null;
  /** 2 where it takes two words (`--tcp-flags MASK SET`); the value then parses both, with a NUL between. */
  readonly words?: 2;
  /** iptables' words where the second of two words is missing, if they are not the usual ones. */
  readonly second?: string;
  /** iptables' words where it is given twice, if they are not the usual ones of libxtables. */
  readonly twice?: string;
  /** What is asked as soon as it is met, of the options given before it: null where nothing is wrong. */
  readonly atOnce?: (
    before: Readonly<Record<string, GivenOption<unknown> | readonly GivenOption<unknown>[]>>,
    inverted: boolean,
  ) => Parsed<never> | null;
  /** Its value is read before that question. */
  readonly valueFirst?: true;
  /** iptables' words where it follows `!` and must not, if they are not the usual ones. */
  readonly notInverted?: string;
  /** What the real command prints on stderr wherever it is given, with its newline. */
  readonly warns?: string;
  /**
   * The value may be left out, and is then null: a word that begins with `-` or `!` is none. It is never
   * glued on with `=`.
   */
  readonly optional?: true;
  /** May follow `!`. */
  readonly invertible?: boolean;
  /** May be given more than once; its values then come as they are written. */
  readonly repeatable?: boolean;
  /** The rule is refused without it. */
  readonly required?: boolean;
  /** Keys of options that have to be given too. */
  readonly also?: readonly string[];
  /** Keys of options that cannot be given too. */
  readonly excludes?: readonly string[];
  /** One plain sentence, for hover, completion and the reference page. */
  readonly help: string;
  /**
   * One plain sentence about a rule that has it: `Destination port 22 (ssh).` Without it, the explainer says
   * `help`, and the value after a colon.
   */
  means?(value: T, inverted: boolean): string;
}

/** The options of one extension, by key. */
export type Options = Readonly<Record<string, Option<never> | Option<unknown>>>;

/** One option as it was written. */
export interface GivenOption<T> {
  readonly value: T;
  readonly inverted: boolean;
  /** Its place among the options of this extension, from 0, where the last one given wins. */
  readonly order: number;
}

type ValueOf<O> = O extends { readonly takes: Value<infer T> } ? T : true;

/**
 * What the shared parser hands to `parse`: the options that were given, by key. Repeatable ones are lists.
 */
export type Given<O> = {
  readonly [K in keyof O]?: O[K] extends { readonly repeatable: true }
    ? readonly GivenOption<ValueOf<O[K]>>[]
    : GivenOption<ValueOf<O[K]>>;
};

/** What a `parse` or `check` may look at in the rule around it. */
export interface RuleContext {
  readonly table: TableName;
  readonly chain: string;
  readonly rule: Pick<Rule, 'source' | 'destination' | 'input' | 'output' | 'protocol' | 'fragment'>;
  /** The matches of the rule, in order; not yet known while options are parsed. */
  readonly matches?: Rule['matches'];
  /** The built-in chains this rule can be reached from, where that is known. */
  readonly hooks?: readonly Hook[];
  /** The matches and targets of loaded rules that share this key (see `shares`); only a `check` may ask. */
  usersOf?(key: string): readonly Use[];
}

/** What the kernel says when it refuses a rule, in the words of its errno. */
export type Errno =
  | 'Invalid argument'
  | 'Numerical result out of range'
  | 'No chain/target/match by that name';

/** What the kernel refuses at load. */
export interface Refusal {
  readonly errno: Errno;
  readonly hint: string;
  /** Only ip_tables gets refused so; nf_tables takes it. */
  readonly legacyOnly?: true;
}

interface Extension<O extends Options, D extends Json> {
  readonly name: string;
  /** One plain sentence: what it is for. */
  readonly summary: string;
  readonly options: O;
  /** Why the kernel that is imitated has no such module: the command warns, and no rule loads. */
  readonly absent?: string;
  /** Whether its presence in a rule makes the host track connections; absent where it never does. */
  tracks?(data: D): boolean;
  /**
   * The keys under which it remembers what it shares with other rules that name the same; forgotten when no
   * rule does.
   */
  shares?(data: D): readonly string[];
  /**
   * Why a tab cannot act it out; the trace says so, and the rule does not match. Null for options with which
   * it can.
   */
  notSimulated?(data: D): string | null;
  /**
   * What it asks of its options together, before required ones are missed: libxtables calls an
   * extension's own check first. Null where it is content; a text is what the command prints on stderr
   * before it goes on.
   */
  demand?(given: Given<O>): Parsed<never> | string | null;
  /**
   * From the given options to plain data. Declared rules (`!`, repeats, exclusions, required) are
   * already kept; this checks what only the extension knows.
   */
  parse(given: Given<O>, context: RuleContext): Parsed<D>;
  /** Tables it may be used in; absent or null for any. */
  readonly tables?: readonly TableName[] | null;
  /** Built-in chains it may be reached from; absent or null for any. */
  readonly hooks?: readonly Hook[] | null;
  /** The protocol that `-p` has to name, by number. */
  readonly protocol?: number;
  /** What the kernel refuses at load besides, or null. */
  check?(data: D, context: RuleContext): Refusal | null;
  /**
   * What the kernel makes of it when it takes the rule, where that is not what was written; a command looks
   * for what was written.
   */
  loaded?(data: D): D;
  /** As `iptables-save` prints it after the name, with a leading space where not empty. */
  save(data: D): string;
  /** The name `iptables -L` prints in the target's column, where it is another. */
  readonly listName?: string;
  /** iptables prints it in that column without the usual space in front. */
  readonly glued?: true;
  /** What every listing of a rule with it prints on stderr, once, with its newline. */
  readonly listWarning?: string;
  /** As `iptables -L` prints it in the rule's last column, without a leading space. */
  list(data: D, options: { readonly numeric: boolean }): string;
}

/**
 * What a compiled chain looks at without calling an extension. A packet without ports, or one that is not tracked, has none.
 */
export type Ask =
  | {
      readonly kind: 'ports';
      readonly of: 'source' | 'destination' | 'either';
      readonly ranges: readonly { readonly from: number; readonly to: number }[];
      readonly inverted: boolean;
    }
  | { readonly kind: 'state'; readonly states: readonly string[]; readonly inverted: boolean };

/** One thing that a match needs, and what the packet has: two halves of one sentence. */
export interface Check {
  /** What comes after `needs`: `destination port 80`. */
  readonly needs: string;
  /** A clause: `the packet has port 22`. */
  readonly has: string;
  readonly met: boolean;
}

/** A match extension. */
export interface Match<O extends Options = Options, D extends Json = Json> extends Extension<O, D> {
  readonly kind: 'match';
  /** What it asks, as a clause: `the destination port is 80 or 443`. */
  explain(data: D): string;
  /** Its part of the sentence about a rule; without it, "if" and `explain`. */
  phrase?(data: D, context: RuleContext): Phrase | readonly Phrase[];
  /** Remembers something between packets; `environment.rule` then names the rule. */
  readonly stateful?: true;
  /**
   * Whether this packet matches; `drop` where the match gives up and drops it whatever the rule says
   * (hotdrop). Must not change anything but through `environment.remember`. One that takes no environment
   * depends on the packet alone, and may be tried before the matches in front of it.
   */
  test(data: D, skb: Skb, environment: Environment): boolean | 'drop';
  /**
   * The same in terms that a chain is compiled to, for matches of which a ruleset may have thousands: all of
   * them have to hold. Null where these terms do not say it.
   */
  asks?(data: D): readonly Ask[] | null;
  /** What a packet that matches becomes, where the match changes its mark. */
  marked?(data: D, skb: Skb, environment: Environment): Skb;
  /**
   * What it needs of a packet, one by one in the order of the kernel, and what the packet has: all are met
   * exactly where `test` answers true. `met` is what `test` answered; the environment gives again the answers
   * that `test` got, and no others. Wanted only where someone reads, and only up to the first that is not met.
   */
  checks(data: D, skb: Skb, environment: Environment, met: boolean): Iterable<Check>;
}

/** What a target does with a packet. */
export type TargetResult =
  /** On with the next rule, perhaps with a changed packet. */
  | { readonly kind: 'continue'; readonly skb: Skb; readonly effects: readonly Effect[] }
  | {
      readonly kind: 'verdict';
      readonly verdict: Verdict;
      readonly effects: readonly Effect[];
      /** The packet where the target has changed it. */
      readonly skb?: Skb;
    }
  /** Drop, and answer the sender. `with` is a `--reject-with` name. */
  | { readonly kind: 'reject'; readonly with: string }
  /** Keep the packet, and send others in its place. */
  | { readonly kind: 'stolen'; readonly why: string; readonly sends: readonly KernelPacket[] }
  /** Bind the connection's source or destination; the table then accepts. */
  | { readonly kind: 'nat'; readonly range: NatRange };

/** What a NAT target wants. Reference: include/uapi/linux/netfilter/nf_nat.h, struct nf_nat_range2. */
export interface NatRange {
  readonly side: 'source' | 'destination';
  /** Inclusive; null keeps the address. */
  readonly addresses: { readonly from: Address; readonly to: Address } | null;
  /**
   * Inclusive; null keeps the port where it can. With a `base`, a port is as far from `from` as the packet's was from
   * the base.
   */
  readonly ports: { readonly from: number; readonly to: number; readonly base?: number | null } | null;
  readonly random: boolean;
  readonly persistent: boolean;
  /** MASQUERADE: the address is the outgoing device's, chosen by the network; flushed when it goes. */
  readonly masquerade: boolean;
}

/** A target extension. */
export interface Target<O extends Options = Options, D extends Json = Json> extends Extension<O, D> {
  readonly kind: 'target';
  /** Its part of the sentence about a rule. */
  deed(data: D, context: RuleContext): Deed;
  apply(data: D, skb: Skb, environment: HostEnvironment): TargetResult;
}

/** Declares a match; the types of `given` follow from the options. */
export const defineMatch = <const O extends Options, D extends Json>(
  match: Omit<Match<O, D>, 'kind'>,
): Match<O, D> => ({
  kind: 'match',
  ...match,
});

/** Declares a target; the types of `given` follow from the options. */
export const defineTarget = <const O extends Options, D extends Json>(
  target: Omit<Target<O, D>, 'kind'>,
): Target<O, D> => ({
  kind: 'target',
  ...target,
});
