/**
 * What a traversal leaves behind: the only result there is. Verdicts, counters, the animation,
 * the hints and the grading are all derived from it.
 */
import type { HostAnswer } from './environment.ts';
import type { Skb } from './packet.ts';
import type { Address, Hook, RuleTarget, Table, TableName } from './types.ts';

/** What a target did to the packet besides deciding its fate. */
export type Effect =
  | { readonly kind: 'log'; readonly text: string }
  /** The packet or its marks changed; compare `before` and `after` of the step. */
  | { readonly kind: 'changed'; readonly before: Skb; readonly after: Skb }
  /** The answer that REJECT sends: an ICMP error by its `--reject-with` name, or `tcp-reset`. */
  | { readonly kind: 'reject'; readonly with: string }
  /** A copy goes out by way of this address. */
  | { readonly kind: 'copy'; readonly to: Address }
  /** The packet is kept, and others are sent for it or none. */
  | { readonly kind: 'kept'; readonly why: string }
  /** A NAT binding was made for the connection. */
  | { readonly kind: 'nat'; readonly text: string }
  /** The engine parses and prints this extension but cannot act it out, and says why. */
  | { readonly kind: 'not-simulated'; readonly why: string };

/** One step of a walk through a table. Indexes count from 0 in the chain of `Visit.rules`. */
export type Step =
  /** `count` rules from `first` on were looked at and did not match. `reasons.ts` says why, when asked. */
  | {
      readonly kind: 'missed';
      readonly chain: string;
      readonly first: number;
      readonly count: number;
      readonly skb: Skb;
    }
  | {
      readonly kind: 'matched';
      readonly chain: string;
      readonly index: number;
      readonly rule: number;
      readonly target: RuleTarget;
      readonly effects: readonly Effect[];
      /** The packet as this rule met it. */
      readonly skb: Skb;
    }
  /**
   * A rule that matches as far as can be told looks at what a browser tab does not have; it is passed as if it did not match.
   */
  | {
      readonly kind: 'not-simulated';
      readonly chain: string;
      readonly index: number;
      readonly match: string;
      readonly why: string;
      /** The packet as this rule met it. */
      readonly skb: Skb;
    }
  /** A user chain ended, or RETURN was met: on with `chain` at rule `index`. */
  | { readonly kind: 'returned'; readonly from: string; readonly chain: string; readonly index: number }
  /** The walk was given up in front of rule `index`, after so many steps: the packet is dropped. */
  | { readonly kind: 'gave-up'; readonly chain: string; readonly index: number; readonly steps: number }
  /** A built-in chain ended: its policy decided. */
  | { readonly kind: 'policy'; readonly chain: string; readonly policy: 'ACCEPT' | 'DROP' };

/** How a table let go of a packet. */
export type Verdict = 'ACCEPT' | 'DROP' | 'QUEUE' | 'STOLEN';

/** A packet's walk through one table at one hook. */
export interface Visit {
  readonly hook: Hook;
  readonly table: TableName;
  /** The table as it was when the packet met it. */
  readonly rules: Table;
  readonly before: Skb;
  readonly after: Skb;
  readonly steps: readonly Step[];
  readonly verdict: Verdict;
  /** When: milliseconds of the virtual clock. */
  readonly now: number;
  /** What the host answered to the matches, in the order they asked: state, lists, random numbers. */
  readonly answers: readonly HostAnswer[];
}
